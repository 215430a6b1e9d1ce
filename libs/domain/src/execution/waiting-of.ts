import type { Chunk } from '../chunk/chunk.js';
import { postponedUntil } from '../chunk/postponement.js';
import type { Execution } from './execution.js';
import { WAITINGS, type ExecutionWaiting, type Waiting } from './waiting.js';

export type WaitingChunk = Pick<Chunk, 'state' | 'waiting' | 'notBefore' | 'postponed'>;

/** What the reading of an execution waits for: the first of what its chunks do; a free worker where none of them is taken. */
export function waitingOf(
  { status }: Pick<Execution, 'status'>,
  chunks: readonly WaitingChunk[],
): ExecutionWaiting {
  if (status !== 'running') return 'none';
  const waits = chunks.map(waitOf);
  const isTaken = chunks.some(({ state }) => state === 'claimed');
  if (!isTaken && chunks.some(({ state }) => state === 'assigned')) return 'worker';
  return WAITINGS.find((waiting) => waits.includes(waiting)) ?? 'none';
}

function waitOf(chunk: WaitingChunk): Waiting | undefined {
  if (chunk.state === 'claimed') return chunk.waiting;
  return postponedUntil(chunk) === undefined ? undefined : chunk.postponed!.waiting;
}

/** What keeps an execution, and until when. */
export interface Wait {
  readonly until: Date;
  /** For people: host, status and header where a provider asked for it. */
  readonly message: string;
}

/** The shortest of the waits that its postponed chunks have before them; null where a chunk goes on or none waits. */
export function waitOfExecution(
  { status }: Pick<Execution, 'status'>,
  chunks: readonly WaitingChunk[],
  now: Date,
): Wait | null {
  if (status !== 'running' || chunks.some(({ state }) => state === 'claimed' || state === 'assigned'))
    return null;
  const waits = chunks.flatMap((chunk) => {
    const until = postponedUntil(chunk);
    return until === undefined || until <= now ? [] : [{ until, message: chunk.postponed!.problem.message }];
  });
  return waits.sort((one, other) => one.until.getTime() - other.until.getTime())[0] ?? null;
}

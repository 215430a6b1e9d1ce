import type { Chunk } from '../chunk/chunk.js';
import type { Execution } from './execution.js';

/** What reading a chunk waits for. The first of these that any chunk waits for is what its execution waits for. */
export const WAITINGS = ['breaker', 'quota', 'ingestion', 'none'] as const;
export type Waiting = (typeof WAITINGS)[number];

export function waitingOf(
  { status }: Pick<Execution, 'status'>,
  chunks: readonly Pick<Chunk, 'state' | 'waiting'>[],
): Waiting {
  if (status !== 'running') return 'none';
  const waits = chunks.filter(({ state }) => state === 'claimed').map(({ waiting }) => waiting);
  return WAITINGS.find((waiting) => waits.includes(waiting)) ?? 'none';
}

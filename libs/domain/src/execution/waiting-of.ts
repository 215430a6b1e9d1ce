import type { Chunk } from '../chunk/chunk.js';
import type { Execution } from './execution.js';
import { WAITINGS, type Waiting } from './waiting.js';

export function waitingOf(
  { status }: Pick<Execution, 'status'>,
  chunks: readonly Pick<Chunk, 'state' | 'waiting'>[],
): Waiting {
  if (status !== 'running') return 'none';
  const waits = chunks.filter(({ state }) => state === 'claimed').map(({ waiting }) => waiting);
  return WAITINGS.find((waiting) => waits.includes(waiting)) ?? 'none';
}

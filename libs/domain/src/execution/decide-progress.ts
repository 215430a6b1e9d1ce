import type { Chunk, ChunkId } from './chunk.js';
import type { Execution } from './execution.js';

export type Progress =
  /** Nobody works on these chunks yet, and the window has room for them. */
  | { readonly kind: 'assign'; readonly chunkIds: readonly ChunkId[] }
  /** A chunk was given up for good: the run cannot be complete any more. */
  | { readonly kind: 'give_up' }
  /** Every chunk reached its end. */
  | { readonly kind: 'close' }
  /** The listing has ended, and nobody has said yet what is gone. */
  | { readonly kind: 'judge' }
  | { readonly kind: 'time_out' }
  | { readonly kind: 'wait' };

/**
 * What a running execution needs next. `window` is the number of chunks that may be under way at once; `isJudged` is false
 * while what its listing says about records that are gone has still to be decided.
 */
export function decideProgress(
  execution: Pick<Execution, 'deadline'>,
  chunks: readonly Pick<Chunk, 'id' | 'state'>[],
  {
    window,
    now,
    isJudged = true,
  }: { readonly window: number; readonly now: Date; readonly isJudged?: boolean },
): Progress {
  if (chunks.some((chunk) => chunk.state === 'failed')) return { kind: 'give_up' };
  const isApplied = chunks.every((chunk) => chunk.state === 'applied');
  if (isApplied && isJudged) return { kind: 'close' };
  if (execution.deadline !== null && execution.deadline <= now) return { kind: 'time_out' };
  if (isApplied) return { kind: 'judge' };
  const underWay = chunks.filter((chunk) => chunk.state === 'assigned' || chunk.state === 'claimed').length;
  const planned = chunks.filter((chunk) => chunk.state === 'planned').map((chunk) => chunk.id);
  const chunkIds = planned.slice(0, Math.max(0, window - underWay));
  return chunkIds.length > 0 ? { kind: 'assign', chunkIds } : { kind: 'wait' };
}

import type { Chunk } from '../chunk/chunk.js';
import type { Execution } from './execution.js';

export type Progress =
  /** A chunk was given up for good: the run cannot be complete any more. */
  | { readonly kind: 'give_up' }
  /** Every chunk reached its end. */
  | { readonly kind: 'close' }
  /** The listing has ended, and it is still to be decided what is gone. */
  | { readonly kind: 'judge' }
  | { readonly kind: 'time_out' }
  /** Chunks are under way, or wait for their turn. */
  | { readonly kind: 'wait' };

/** What a running execution needs next. `isJudged` is false while it is still to be decided what its listing says is gone. */
export function decideProgress(
  execution: Pick<Execution, 'deadline'>,
  chunks: readonly Pick<Chunk, 'id' | 'state'>[],
  { now, isJudged = true }: { readonly now: Date; readonly isJudged?: boolean },
): Progress {
  if (chunks.some((chunk) => chunk.state === 'failed')) return { kind: 'give_up' };
  const isApplied = chunks.every((chunk) => chunk.state === 'applied');
  if (isApplied && isJudged) return { kind: 'close' };
  if (execution.deadline !== null && execution.deadline <= now) return { kind: 'time_out' };
  return { kind: isApplied ? 'judge' : 'wait' };
}

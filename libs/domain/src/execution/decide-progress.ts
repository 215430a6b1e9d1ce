import type { Chunk } from '../chunk/chunk.js';
import { postponedUntil, type Postponement } from '../chunk/postponement.js';
import type { Execution } from './execution.js';

export type Progress =
  /** A chunk was given up for good: the run cannot be complete any more. */
  | { readonly kind: 'give_up' }
  /** A chunk has to wait for longer than the run has time left: the run cannot be complete any more. */
  | { readonly kind: 'out_of_time'; readonly postponed: Postponement; readonly until: Date }
  /** Every chunk reached its end. */
  | { readonly kind: 'close' }
  /** The listing has ended, and it is still to be decided what is gone. */
  | { readonly kind: 'judge' }
  | { readonly kind: 'time_out' }
  /** Chunks are under way, or wait for their turn. */
  | { readonly kind: 'wait' };

/** What a running execution needs next. `isJudged` is false while it is still to be decided what its listing says is gone. */
export function decideProgress(
  { deadline }: Pick<Execution, 'deadline'>,
  chunks: readonly Pick<Chunk, 'id' | 'state' | 'notBefore' | 'postponed'>[],
  { now, isJudged = true }: { readonly now: Date; readonly isJudged?: boolean },
): Progress {
  if (chunks.some((chunk) => chunk.state === 'failed')) return { kind: 'give_up' };
  const isApplied = chunks.every((chunk) => chunk.state === 'applied');
  if (isApplied && isJudged) return { kind: 'close' };
  if (deadline !== null && deadline <= now) return { kind: 'time_out' };
  for (const chunk of chunks) {
    const until = postponedUntil(chunk);
    const isTooLong = until !== undefined && deadline !== null && until >= deadline;
    if (isTooLong && chunk.postponed) return { kind: 'out_of_time', postponed: chunk.postponed, until };
  }
  return { kind: isApplied ? 'judge' : 'wait' };
}

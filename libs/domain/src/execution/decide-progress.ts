import type { Chunk } from './chunk.js';
import type { Execution } from './execution.js';

export type Progress =
  /** A chunk was given up for good: the run cannot be complete any more. */
  | { readonly kind: 'give_up' }
  /** Every chunk reached its end. */
  | { readonly kind: 'close' }
  | { readonly kind: 'time_out' }
  /** Chunks are under way, or wait for their turn. */
  | { readonly kind: 'wait' };

/** What a running execution needs next. */
export function decideProgress(
  execution: Pick<Execution, 'deadline'>,
  chunks: readonly Pick<Chunk, 'id' | 'state'>[],
  { now }: { readonly now: Date },
): Progress {
  if (chunks.some((chunk) => chunk.state === 'failed')) return { kind: 'give_up' };
  if (chunks.every((chunk) => chunk.state === 'applied')) return { kind: 'close' };
  if (execution.deadline !== null && execution.deadline <= now) return { kind: 'time_out' };
  return { kind: 'wait' };
}

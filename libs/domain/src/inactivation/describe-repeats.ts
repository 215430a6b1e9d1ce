import type { DeclaredStream } from './prove-listing.js';
import type { SliceKey } from '../chunk/slice.js';

/** Records that a listing has named more than once. */
export interface ListingRepeats {
  readonly records: number;
  /** External ids of some of them. */
  readonly examples: readonly string[];
}

interface DeclaredChunk {
  readonly declared: DeclaredStream | null;
  readonly sliceKey: SliceKey | null;
}

/** Whether none of these chunks can miss a record that exists all the while, as far as their connector says. */
export function isStable(chunks: readonly DeclaredChunk[]): boolean {
  return chunks.every(({ declared, sliceKey }) => declared?.listing === 'stable' && sliceKey !== 'mutable');
}

/**
 * What repeats say against a listing whose pages may shift: what moved a record behind the place that was read may have moved
 * another before it. Undefined: nothing.
 */
export function describeRepeats(
  chunks: readonly DeclaredChunk[],
  { records, examples }: ListingRepeats,
): string | undefined {
  if (records === 0 || isStable(chunks)) return undefined;
  const named = examples.map((id) => `"${id}"`).join(', ');
  const which = records === 1 ? `the record ${named} was` : `${records} records were (${named})`;
  return `${which} listed twice, so others may have been missed while the listing shifted`;
}

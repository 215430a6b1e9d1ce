import type { PushSlice, Slice } from '../chunk/slice.js';

/** Ranges of one push that are sent side by side: each makes calls of its own. */
export const MOST_PUSH_RANGES = 4;

/** A range of fewer records costs more than it gains. */
export const LEAST_OF_RANGE = 500;

/** Whether the records of a slice are so many, and known by their ids alone, that it is worth to be cut. */
export function isCut({ select, recordIds, after, until }: PushSlice): boolean {
  const isRange = after !== undefined || until !== undefined;
  return (select === 'all' || select === 'changed') && recordIds === undefined && !isRange;
}

/**
 * Ranges of ids that together are the slice: what comes into it behind the last bound belongs to the last range.
 *
 * @param bounds the ids behind which a further range begins, ascending
 */
export function cutPush(slice: PushSlice, bounds: readonly string[]): readonly Slice[] {
  return [null, ...bounds].map((after, nth) => {
    const until = bounds[nth];
    return { ...slice, ...(after !== null && { after }), ...(until !== undefined && { until }) };
  });
}

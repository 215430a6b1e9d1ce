/**
 * What a plan says of one record before anything is written. `excluded`: filter or write policy leave it out. `rejected`:
 * it could not be applied. `retry`: it failed before and is tried again. `inactive_candidate`: it is here and was not
 * listed, or was announced as gone. The position of a name is its stored code: only append.
 */
export const BUCKETS = [
  'new',
  'changed',
  'unchanged',
  'excluded',
  'rejected',
  'inactive_candidate',
  'retry',
] as const;
export type Bucket = (typeof BUCKETS)[number];

export type BucketCounts = Readonly<Record<Bucket, number>>;

export const NO_BUCKETS: BucketCounts = Object.fromEntries(
  BUCKETS.map((bucket) => [bucket, 0]),
) as BucketCounts;

/** Whether carrying a plan out writes the content of records of this bucket. */
export function isWritten(bucket: Bucket): boolean {
  return bucket === 'new' || bucket === 'changed' || bucket === 'retry';
}

/** Whether carrying a plan out does anything about records of this bucket. */
export function isForeseen(bucket: Bucket): boolean {
  return isWritten(bucket) || bucket === 'inactive_candidate';
}

export function addBuckets(parts: readonly BucketCounts[]): BucketCounts {
  const sums: Record<Bucket, number> = { ...NO_BUCKETS };
  for (const part of parts) for (const bucket of BUCKETS) sums[bucket] += part[bucket];
  return sums;
}

export function countBuckets(entries: readonly { readonly bucket: Bucket }[]): BucketCounts {
  const counts: Record<Bucket, number> = { ...NO_BUCKETS };
  for (const { bucket } of entries) counts[bucket] += 1;
  return counts;
}

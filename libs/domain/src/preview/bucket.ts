/**
 * What a plan says of one record before anything is written. `excluded`: filter or write policy leave it out. `rejected`:
 * it could not be applied. `retry`: it failed before and is tried again. `inactive_candidate`: it is here and was not
 * listed, or was announced as gone. `paired`, `paired_differing`: a record of each side is found to be one, and both hold the same, or not; `ambiguous`: several
 * records of a side may be one with it. `created_there`, `changed_there`, `deleted_there`: what a push would do at the provider. The position of a name is its stored
 * code: only append.
 */
export const BUCKETS = [
  'new',
  'changed',
  'unchanged',
  'excluded',
  'rejected',
  'inactive_candidate',
  'retry',
  'paired',
  'paired_differing',
  'ambiguous',
  'created_there',
  'changed_there',
  'deleted_there',
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

/** Whether a push is to write records of this bucket at the provider. */
export function isSentThere(bucket: Bucket): boolean {
  return bucket === 'created_there' || bucket === 'changed_there' || bucket === 'deleted_there';
}

/** Whether carrying a plan out does anything about records of this bucket. */
export function isForeseen(bucket: Bucket): boolean {
  return isWritten(bucket) || bucket === 'inactive_candidate' || isSentThere(bucket);
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

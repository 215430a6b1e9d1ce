import type { BucketCounts } from '../preview/bucket.js';
import type { PlanWarning } from '../preview/plan.js';
import type { PairingSide } from './pairing.js';

/** What a person should know before records of both sides are taken for one. `unkeyed`: how many of each side have no key. */
export function warnOfPairs(
  { ambiguous }: Pick<BucketCounts, 'ambiguous'>,
  unkeyed: Readonly<Record<PairingSide, number>>,
): readonly PlanWarning[] {
  const warnings: PlanWarning[] = [];
  if (ambiguous > 0)
    warnings.push({
      code: 'ambiguous',
      message:
        'Records that several others may be one with are left alone on both sides until a person says which: `evenkeel pairs list JOB`',
    });
  if (unkeyed.here + unkeyed.there > 0)
    warnings.push({
      code: 'unkeyed',
      message: `${unkeyed.here} records here and ${unkeyed.there} at the provider lack a field that they are recognised by: each is created on the other side`,
    });
  return warnings;
}

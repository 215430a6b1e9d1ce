import {
  CHANGES_KEPT,
  countPairs,
  decidePairing,
  NO_BUCKETS,
  warnOfPairs,
  type BucketCounts,
  type PlanId,
  type PlanWarning,
} from '@evenkeel/domain';
import type { Transaction } from '@evenkeel/ports';

/**
 * The provider's records by what both sides have of their key: that is known once both are read. What was told of them page by page, before that, is told as what it
 * is.
 */
export async function sumPairs(
  tx: Transaction,
  planId: PlanId,
  { createsHere }: { readonly createsHere: boolean },
): Promise<{ readonly counts: BucketCounts; readonly warnings: readonly PlanWarning[] }> {
  const counts = { ...NO_BUCKETS, ...countPairs(await tx.pairings.groups(planId), { createsHere }) };
  const { items } = await tx.plans.changes(planId, { after: null, limit: CHANGES_KEPT });
  const told = items.flatMap(({ externalId }) => externalId ?? []);
  const known = [...(await tx.pairings.ofIds(planId, 'there', told)).values()];
  const ambiguous = known.filter(({ side, counts: held }) => decidePairing(side, held) === 'ambiguous');
  await tx.plans.rebucket(
    planId,
    ambiguous.map(({ id }) => id),
    'ambiguous',
  );
  return { counts, warnings: warnOfPairs(counts, await tx.pairings.unkeyed(planId)) };
}

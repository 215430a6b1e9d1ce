import {
  decideLate,
  decidePaired,
  planInForce,
  type JsonObject,
  type JobId,
  type PairingDecision,
  type PushDecision,
  type PushedRecord,
} from '@evenkeel/domain';
import type { Transaction } from '@evenkeel/ports';

/** What a push goes by of a job that says which records of both sides are one. */
export interface PushPairing {
  /** A keyed hash of what a record is known by; null: it lacks that. */
  readonly keyOf: (data: JsonObject) => string | null;
}

/**
 * The same decisions, without what would be created at the provider and may be there already: it is left, as `conflicted`, until it is paired or a person says that it is
 * none of the provider's.
 */
export async function holdUnpaired(
  tx: Transaction,
  { jobId, pairing }: { readonly jobId: JobId; readonly pairing: PushPairing | undefined },
  {
    records,
    decisions,
  }: { readonly records: readonly PushedRecord[]; readonly decisions: readonly PushDecision[] },
): Promise<readonly PushDecision[]> {
  const created = records.filter((_, at) => isCreation(decisions[at]));
  if (pairing === undefined || created.length === 0) return decisions;
  const planId = planInForce(await tx.pairings.find(jobId));
  if (planId === undefined) return decisions;
  const keys = new Map(created.map(({ recordId, data }) => [recordId, pairing.keyOf(data)]));
  const known = await tx.pairings.ofIds(planId, 'here', [...keys.keys()]);
  const holders = await tx.pairings.holders(
    planId,
    [...keys.values()].filter((key) => key !== null),
  );
  const held = new Map<string, string | null>();
  for (const [recordId, key] of keys) {
    const counts = key === null ? undefined : holders.get(key)?.counts;
    const record = known.get(recordId);
    const decided: PairingDecision =
      record === undefined ? decideLate('here', counts) : decidePaired(record, { key, counts });
    if (decided.kind !== 'free') held.set(recordId, key);
  }
  const late = [...held].filter(([id]) => !known.has(id));
  await tx.pairings.addLate(
    planId,
    late.map(([id, key]) => ({ side: 'here', id, key })),
  );
  return decisions.map((decision, at) =>
    held.has(records[at]!.recordId) && isCreation(decision) ? HELD : decision,
  );
}

function isCreation(decision: PushDecision | undefined): boolean {
  return decision?.kind === 'send' && decision.write.kind === 'create';
}

const HELD: PushDecision = { kind: 'leave', outcome: 'conflicted' };

import { decidePush, type ChunkPlan, type PairedRecord, type PushedRecord } from '@evenkeel/domain';
import type { PushPage, Transaction } from '@evenkeel/ports';
import { bucketOf, keepForeseen, type ForeseenRecord } from './foreseen-sends.js';
import type { Freezing } from './freeze-page.js';

/** A push that is only looked at. */
export interface PushToForesee {
  readonly freezing: Freezing;
  readonly plan: Extract<ChunkPlan, { readonly role: 'make' }>;
}

/** The page that begins behind a record, into a plan: what would be written of each, and nothing is. Its chunk is locked. */
export async function foreseePage(
  tx: Transaction,
  { freezing, plan }: PushToForesee,
  { chunkId, cursorIn }: Pick<PushPage, 'chunkId' | 'cursorIn'>,
): Promise<PushPage> {
  const { jobId, set, slice, pageSize, executionId } = freezing;
  const records = await tx.pushPages.next({ jobId, set, slice, after: cursorIn, limit: pageSize });
  const cursorOut = records.length < pageSize ? null : (records.at(-1)?.recordId ?? null);
  const isKeys = slice.select === 'keys';
  if (isKeys) await stageKeys(tx, freezing, { planId: plan.planId, records });
  const looked = isKeys ? [] : await lookAt(tx, freezing, { plan, records });
  if (!isKeys) await keepForeseen(tx, freezing, { planId: plan.planId, chunkId, looked });
  const entries = looked.map(({ record: { recordId, version, reference } }) => ({
    ...{ recordId, recordVersion: version, intentId: null, outcome: 'planned' as const, problem: null },
    ...{ referenceId: reference?.id ?? null, externalId: reference?.externalId ?? null },
  }));
  const page = { chunkId, cursorIn, cursorOut, entries };
  await tx.pushPages.freeze(page, [], { set, executionId, isRead: true });
  return page;
}

/** What the records here are known by that the provider is not known to have. */
async function stageKeys(
  tx: Transaction,
  { pairing }: Freezing,
  { planId, records }: { readonly planId: string; readonly records: readonly PushedRecord[] },
): Promise<void> {
  if (pairing === undefined) throw new Error('A job that pairs nothing has no keys');
  await tx.pairings.stage(
    planId,
    records.map(({ recordId: id, data }) => ({ side: 'here', id, key: pairing.keyOf(data) })),
  );
}

async function lookAt(
  tx: Transaction,
  { rules }: Freezing,
  { plan, records }: { readonly plan: PushToForesee['plan']; readonly records: readonly PushedRecord[] },
): Promise<readonly ForeseenRecord[]> {
  const ids = records.filter(({ reference }) => reference === null).map(({ recordId }) => recordId);
  const paired: ReadonlyMap<string, PairedRecord> =
    plan.pairs === true ? await tx.pairings.ofIds(plan.planId, 'here', ids) : new Map();
  return records.map((record) => {
    const decision = decidePush(record, rules);
    return { record, decision, bucket: bucketOf(decision, paired.get(record.recordId)) };
  });
}

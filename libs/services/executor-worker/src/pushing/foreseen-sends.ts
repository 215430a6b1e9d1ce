import {
  CHANGES_KEPT,
  countBuckets,
  decidePairing,
  diffFields,
  heldThere,
  packEntries,
  sendEntry,
  type Bucket,
  type ChunkId,
  type ForeseenSend,
  type PairedRecord,
  type PlanId,
  type PushDecision,
  type PushedRecord,
  type PushRules,
  type SensitiveFields,
  type WriteKind,
} from '@evenkeel/domain';
import type { PlanChange, Transaction } from '@evenkeel/ports';

/** A record of a push, and what the push would do with it. */
export interface ForeseenRecord extends ForeseenSend {
  readonly record: PushedRecord;
}

export interface Foreseen {
  readonly planId: PlanId;
  readonly chunkId: ChunkId;
  readonly looked: readonly ForeseenRecord[];
}

/** How what would be sent is told in a plan. */
export interface Foreseeing {
  readonly rules: PushRules;
  readonly digest: (text: string) => string;
  /** Paths in the provider's record that are not to be read in a plan. */
  readonly sensitive: SensitiveFields;
}

/** What is put out of use is gone there as what is deleted is. */
const SENT = {
  create: 'created_there',
  update: 'changed_there',
  delete: 'deleted_there',
  deactivate: 'deleted_there',
} as const satisfies Record<WriteKind, Bucket>;
/** What is left says nothing of a push. */
const LEFT = ['excluded', 'rejected'] as const;

/** `paired`: what is known of a record that may be one with one of the provider. */
export function bucketOf(decision: PushDecision, paired?: PairedRecord): Bucket {
  const verdict = paired === undefined ? 'alone' : decidePairing('here', paired.counts);
  if (verdict === 'ambiguous') return 'ambiguous';
  // The pair is counted by the provider's record.
  if (verdict === 'pair') return 'unchanged';
  if (decision.kind === 'send') return SENT[decision.write.kind];
  return LEFT.find((left) => left === decision.outcome) ?? 'unchanged';
}

/** Puts what a push would do into a plan. */
export async function keepForeseen(
  tx: Transaction,
  { digest, rules, sensitive }: Foreseeing,
  { planId, chunkId, looked }: Foreseen,
): Promise<void> {
  // Of a job that also reads, the listing has counted what stays as it is.
  const told = looked.filter(({ bucket }) => rules.twoWay === undefined || bucket !== 'unchanged');
  const entries = told.map((one) => sendEntry(one, digest));
  await tx.plans.addPages([
    {
      ...{ planId, chunkId, pageNo: await tx.plans.nextPageNo(planId, chunkId) },
      ...{ counts: countBuckets(told), entries: packEntries(entries), details: 0 },
    },
  ]);
  const room = CHANGES_KEPT - (await tx.plans.countChanges(planId, CHANGES_KEPT));
  const changes = told
    .filter(({ bucket }) => !QUIET.includes(bucket))
    .map((one) => describe(one, { sensitive, rules }));
  await tx.plans.addChanges(planId, changes.slice(0, Math.max(0, room)));
}

const QUIET: readonly Bucket[] = ['excluded', 'unchanged'];

function describe(
  { record, decision, bucket }: ForeseenRecord,
  { sensitive, rules }: Pick<Foreseeing, 'sensitive' | 'rules'>,
): PlanChange {
  const isTold = bucket === 'created_there' || bucket === 'changed_there';
  return {
    ...{ externalId: record.reference?.externalId ?? null, recordId: record.recordId, bucket },
    fields:
      isTold && decision.kind === 'send'
        ? diffFields(heldThere(record, rules.map), decision.write.sent, sensitive)
        : [],
    problem: decision.kind === 'fail' ? decision.problem : null,
  };
}

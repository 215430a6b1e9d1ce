import {
  decidePush,
  followSends,
  groupCalls,
  holdDeletions,
  isDeletion,
  type ChunkId,
  type DeleteCeiling,
  type ExecutionId,
  type JobId,
  type PlanId,
  type PlanLookup,
  type PushDecision,
  type PushedRecord,
  type PushSlice,
  type ReferenceSet,
  type WriteAbilities,
} from '@evenkeel/domain';
import { bucketOf, keepForeseen, type Foreseeing } from './foreseen-sends.js';
import { holdUnpaired, type PushPairing } from './hold-unpaired.js';
import type { NewIntent, PushEntry, PushPage, Transaction } from '@evenkeel/ports';

/** What the pages of a push are made by. */
export interface Freezing extends Foreseeing {
  readonly jobId: JobId;
  readonly executionId: ExecutionId;
  readonly set: ReferenceSet;
  readonly slice: PushSlice;
  readonly pageSize: number;
  readonly deleteCeiling: DeleteCeiling;
  readonly abilities: WriteAbilities;
  readonly nextId: () => string;
  /** Undefined: the job does not say which records of both sides are one. */
  readonly pairing: PushPairing | undefined;
  /** The plan that is followed, and the one into which goes what has moved; undefined: none is. */
  readonly follows: FollowedSends | undefined;
}

export interface FollowedSends {
  readonly find: PlanLookup;
  readonly movedInto: PlanId;
  /** A person has seen what it deletes. */
  readonly isApproved: boolean;
}

interface Decided {
  readonly records: readonly PushedRecord[];
  readonly decisions: readonly PushDecision[];
}

interface Looked {
  readonly record: PushedRecord;
  readonly decision: PushDecision;
}

/**
 * Freezes the page that begins behind a record: what is to be done about each, and what will be sent, as rows. The chunk is locked; what is sent
 * is locked in the version that it was made of.
 */
export async function freezePage(
  tx: Transaction,
  freezing: Freezing,
  { chunkId, cursorIn }: Pick<PushPage, 'chunkId' | 'cursorIn'>,
): Promise<PushPage> {
  const looked = await lookAt(tx, freezing, cursorIn);
  await planMoved(tx, freezing, { chunkId, looked });
  const intents = intentsOf(looked, freezing);
  const last = looked.at(-1)?.record.recordId ?? null;
  const cursorOut = looked.length < freezing.pageSize ? null : last;
  const entries = looked.map((one) => entryOf(one, intents.get(one.record.recordId)));
  const page = { chunkId, cursorIn, cursorOut, entries };
  const { set, executionId, rules } = freezing;
  const isRead = rules.twoWay !== undefined;
  await tx.pushPages.freeze(page, [...intents.values()], { set, executionId, isRead });
  // As it was kept: another page may have had an intent of a record.
  return (await tx.pushPages.find({ chunkId, cursorIn })) ?? page;
}

/** Decides until what is to be sent is what is locked: each round locks more of the page, so that it ends. */
async function lookAt(tx: Transaction, freezing: Freezing, after: string | null): Promise<readonly Looked[]> {
  const { jobId, set, slice, pageSize, rules } = freezing;
  for (;;) {
    const records = await tx.pushPages.next({ jobId, set, slice, after, limit: pageSize });
    const decisions = await restrict(tx, freezing, {
      records,
      decisions: records.map((record) => decidePush(record, rules)),
    });
    const looked = records.map((record, at) => ({ record, decision: decisions[at]! }));
    const sent = looked.filter(({ decision }) => decision.kind === 'send');
    const versions = await tx.pushPages.lockRecords(sent.map(({ record }) => record.recordId));
    if (sent.every(({ record }) => versions.get(record.recordId) === record.version)) return looked;
  }
}

/** What the plan that is followed does not foresee is planned anew. */
async function planMoved(
  tx: Transaction,
  freezing: Freezing,
  { chunkId, looked }: { readonly chunkId: ChunkId; readonly looked: readonly Looked[] },
): Promise<void> {
  const moved = looked.filter(({ decision }) => decision.kind === 'leave' && decision.outcome === 'planned');
  if (freezing.follows === undefined || moved.length === 0) return;
  const foreseen = moved.map(({ record }) => {
    const decision = decidePush(record, freezing.rules);
    return { record, decision, bucket: bucketOf(decision) };
  });
  await keepForeseen(tx, freezing, { planId: freezing.follows.movedInto, chunkId, looked: foreseen });
}

/** Without what the plan does not foresee, what may be at the provider already, and more deletions than may be. */
async function restrict(
  tx: Transaction,
  freezing: Freezing,
  { records, decisions }: Decided,
): Promise<readonly PushDecision[]> {
  const { follows, digest, slice } = freezing;
  const foreseen = follows ? followSends(records, decisions, { ...follows, digest }) : decisions;
  const paired = await holdUnpaired(tx, freezing, { records, decisions: foreseen });
  const isApproved = slice.select === 'approved' || follows?.isApproved === true;
  if (isApproved || !paired.some(isDeletion)) return paired;
  return askAboutDeletions(tx, freezing, { records, decisions: paired });
}

/** Without what a person has refused to delete, and without what is to be asked about: ingestion does that where the page is applied. */
async function askAboutDeletions(
  tx: Transaction,
  { jobId, set, deleteCeiling: ceiling }: Freezing,
  { records, decisions }: Decided,
): Promise<readonly PushDecision[]> {
  const asked = records.flatMap(({ reference, version }, at) =>
    reference !== null && isDeletion(decisions[at]!)
      ? [{ id: reference.id, recordVersion: version, observedAt: null }]
      : [],
  );
  const refused = await tx.inactivationApprovals.refused(jobId, asked);
  const isRefused = (at: number) => refused.has(records[at]!.reference?.id ?? '');
  const deletions = await tx.pushPages.deletions(set);
  return holdDeletions(decisions, { ceiling, deletions, isRefused });
}

function intentsOf(
  looked: readonly Looked[],
  { jobId, abilities, nextId }: Freezing,
): ReadonlyMap<string, NewIntent> {
  const planned = looked.flatMap(({ record, decision }) =>
    decision.kind === 'send' ? [{ record, write: decision.write, id: nextId() }] : [],
  );
  const calls = groupCalls(
    planned.map(({ id, write: { kind } }) => ({ id, kind })),
    abilities,
  );
  return new Map(
    planned.map(({ id, record, write: { sent, agreed, decidedOn, ...operation } }, at) => [
      record.recordId,
      {
        id,
        jobId,
        recordId: record.recordId,
        recordVersion: record.version,
        referenceId: record.reference?.id ?? null,
        operation: { intentId: id, ...operation },
        sent,
        ...(agreed && { agreed }),
        ...(decidedOn && { decidedOn }),
        call: calls[at]!,
      },
    ]),
  );
}

function entryOf({ record, decision }: Looked, intent: NewIntent | undefined): PushEntry {
  const { recordId, version: recordVersion, reference } = record;
  return {
    recordId,
    recordVersion,
    referenceId: reference?.id ?? null,
    externalId: reference?.externalId ?? null,
    intentId: intent?.id ?? null,
    outcome: decision.kind === 'send' ? null : decision.outcome,
    problem: decision.kind === 'fail' ? decision.problem : null,
  };
}

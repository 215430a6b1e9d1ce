import { SyncError, type MatchDecision, type MatchSubject } from '@evenkeel/domain';
import {
  decideStored,
  mergeRecords,
  remerge,
  typeMatcher,
  type MergePair,
  type RecordSecrets,
  type TypeMatcher,
} from '@evenkeel/operations';
import type { Digest, Timers, Transaction } from '@evenkeel/ports';
import { assertRecordType } from '../record-types/find-record-type.js';

/** A reading of a stored record, and what the match rules say of it. */
export interface HeldReading {
  readonly recordId: string;
  readonly referenceId: string;
  readonly decision: MatchDecision;
}

export interface MatcherNeeds {
  readonly digest: Digest;
  readonly secrets: RecordSecrets;
}

/** The match rules of a type. Rejects with `request.wrong_state` where it has none, or not all keys are made. */
export async function matcherInForce(
  tx: Transaction,
  name: string,
  { digest, secrets }: MatcherNeeds,
): Promise<TypeMatcher> {
  const type = await assertRecordType(tx, name, await tx.recordTypes.find(name));
  const matcher = typeMatcher(type, {
    digest: (text) => digest.of(text),
    hash: secrets.of(tx.tenantId).hash,
  });
  if (matcher === undefined) {
    throw new SyncError('request.wrong_state', `Record type ${name} has no match rules: set them first`);
  }
  const { keysOf, completeAt } = await tx.matchKeys.progress(name);
  if (completeAt !== null && keysOf === matcher.settingsDigest) return matcher;
  const message = `The keys of record type ${name} are still being made: its page tells how far they are`;
  throw new SyncError('request.wrong_state', message);
}

/** Holds each reading of these records against all others. */
export async function holdStored(
  tx: Transaction,
  { matcher, timers }: { readonly matcher: TypeMatcher; readonly timers: Timers },
  ids: readonly string[],
): Promise<readonly HeldReading[]> {
  const readings = await tx.sharedRecords.readings(ids);
  const subjects = readings.map((reading): MatchSubject & { readonly recordId: string } => ({
    ...reading,
    name: reading.referenceId,
    keys: matcher.keysOf(reading.data),
  }));
  const decisions = await leaveWritten(tx, await decideStored(tx, matcher, subjects, { timers }));
  return subjects.map(({ recordId, name: referenceId }) => ({
    ...{ recordId, referenceId, decision: decisions.get(referenceId) ?? ALONE },
  }));
}

/** What would join a record of which a write to a provider is under way, or one that another such join leads to, stays for the next time. */
async function leaveWritten(
  tx: Transaction,
  decisions: ReadonlyMap<string, MatchDecision>,
): Promise<ReadonlyMap<string, MatchDecision>> {
  const joins = [...decisions].flatMap(([name, decision]) =>
    decision.kind === 'join' ? [{ name, records: [decision.recordId, ...decision.absorbed] }] : [],
  );
  const held = new Set(await tx.agreements.inWriting([...new Set(joins.flatMap(({ records }) => records))]));
  const left = new Map<string, MatchDecision>();
  for (let found = held.size > 0; found;) {
    found = false;
    for (const { name, records } of joins) {
      if (left.has(name) || !records.some((id) => held.has(id))) continue;
      records.forEach((id) => held.add(id));
      left.set(name, ALONE);
      found = true;
    }
  }
  return left.size === 0 ? decisions : new Map([...decisions, ...left]);
}

const ALONE: MatchDecision = { kind: 'alone', reviews: [] };

/** Merges what matches and opens the reviews; the record type is locked. Gives what was merged. */
export async function carryOutHeld(
  tx: Transaction,
  held: { readonly joining: readonly HeldReading[]; readonly reviewed: readonly HeldReading[] },
  { matcher, actor }: { readonly matcher: TypeMatcher; readonly actor: string },
): Promise<readonly MergePair[]> {
  const { recordType, merge } = matcher;
  const pairs = held.joining.flatMap(({ decision }) =>
    decision.kind === 'join'
      ? decision.absorbed.map((absorbedId) => ({ ...decision, survivorId: decision.recordId, absorbedId }))
      : [],
  );
  const survivors = await mergeRecords(tx, pairs, { recordType, executionId: null, actor });
  await remerge(tx, survivors, { recordType, merge, executionId: null });
  const reviews = held.reviewed.flatMap(({ referenceId, decision }) =>
    decision.reviews.map(({ recordId, ...review }) => ({
      ...{ ...review, recordType, referenceId },
      other: { recordId },
    })),
  );
  await tx.matchReviews.open(reviews);
  return pairs;
}

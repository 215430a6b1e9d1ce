import type { DedupeView, RequestOf } from '@evenkeel/contracts-admin';
import { SyncError, type MatchDecision, type MatchSubject } from '@evenkeel/domain';
import {
  decideStored,
  mergeRecords,
  RecordSecrets,
  remerge,
  typeMatcher,
  type TypeMatcher,
} from '@evenkeel/operations';
import { Digest, Logger, Store, Timers, type Transaction } from '@evenkeel/ports';
import type { Caller } from '../caller.js';
import { assertRecordType } from '../record-types/find-record-type.js';
import { reasonView, shownScore } from './match-view.js';

type Decided = readonly [MatchSubject & { readonly recordId: string }, MatchDecision];
type Pair = DedupeView['pairs'][number];

/** Holds what is stored against the match rules of its type, so many records a transaction. */
export class DedupeRecordTypeUseCase {
  constructor(
    private readonly store: Store,
    private readonly digest: Digest,
    private readonly secrets: RecordSecrets,
    private readonly timers: Timers,
    private readonly log: Logger,
  ) {}

  /** Rejects with `request.wrong_state` where the type has no rules, or not all keys are made. */
  async dedupe(
    { tenantId, actor }: Caller,
    { recordType, preview, after, limit }: RequestOf<'dedupeRecordType'>,
  ): Promise<DedupeView> {
    const view = await this.store.of(tenantId).transaction(async (tx) => {
      const matcher = await this.matcherOf(tx, recordType);
      if (!preview) await tx.matchKeys.lockType(recordType);
      const ids = await tx.sharedRecords.recordsAfter(recordType, after ?? '0', limit);
      const decided = await decideRecords(tx, { matcher, timers: this.timers }, ids);
      if (!preview) await carryOut(tx, decided, { matcher, actor });
      return viewOf(ids, decided, ids.length < limit ? null : (ids.at(-1) ?? null));
    });
    if (!preview) this.log.info('record type deduped', { recordType, merged: view.merged, actor });
    return view;
  }

  private async matcherOf(tx: Transaction, name: string): Promise<TypeMatcher> {
    const type = await assertRecordType(tx, name, await tx.recordTypes.find(name));
    const matcher = typeMatcher(type, {
      digest: (text) => this.digest.of(text),
      hash: this.secrets.of(tx.tenantId).hash,
    });
    if (matcher === undefined) {
      throw new SyncError('request.wrong_state', `Record type ${name} has no match rules: set them first`);
    }
    const { keysOf, completeAt } = await tx.matchKeys.progress(name);
    if (completeAt !== null && keysOf === matcher.settingsDigest) return matcher;
    const message = `The keys of record type ${name} are still being made: its page tells how far they are`;
    throw new SyncError('request.wrong_state', message);
  }
}

/** Each reading of these records is held against all others. */
async function decideRecords(
  tx: Transaction,
  { matcher, timers }: { readonly matcher: TypeMatcher; readonly timers: Timers },
  ids: readonly string[],
): Promise<readonly Decided[]> {
  const readings = await tx.sharedRecords.readings(ids);
  const subjects = readings.map((reading) => ({
    ...reading,
    name: reading.referenceId,
    keys: matcher.keysOf(reading.data),
  }));
  const decisions = await decideStored(tx, matcher, subjects, timers);
  return subjects.map((subject) => [subject, decisions.get(subject.name) ?? ALONE] as const);
}

const ALONE: MatchDecision = { kind: 'alone', reviews: [] };

async function carryOut(
  tx: Transaction,
  decided: readonly Decided[],
  { matcher, actor }: { readonly matcher: TypeMatcher; readonly actor: string },
): Promise<void> {
  const { recordType, merge } = matcher;
  const pairs = decided.flatMap(([, decision]) =>
    decision.kind === 'join'
      ? decision.absorbed.map((absorbedId) => ({ ...decision, survivorId: decision.recordId, absorbedId }))
      : [],
  );
  const survivors = await mergeRecords(tx, pairs, { recordType, executionId: null, actor });
  await remerge(tx, survivors, { recordType, merge, executionId: null });
  const reviews = decided.flatMap(([{ name: referenceId }, decision]) =>
    decision.reviews.map(({ recordId, ...review }) => ({
      ...{ ...review, recordType, referenceId },
      other: { recordId },
    })),
  );
  await tx.matchReviews.open(reviews);
}

function viewOf(ids: readonly string[], decided: readonly Decided[], next: string | null): DedupeView {
  const joined = new Set<string>();
  const asked = new Set<string>();
  for (const [{ recordId }, decision] of decided) {
    if (decision.kind === 'join')
      [decision.recordId, ...decision.absorbed, recordId].forEach((id) => joined.add(id));
    if (decision.reviews.length > 0) asked.add(recordId);
  }
  const merged = ids.filter((id) => joined.has(id)).length;
  const inReview = ids.filter((id) => !joined.has(id) && asked.has(id)).length;
  const pairs = decided.flatMap(([{ recordId }, decision]) => pairsOf(recordId, decision));
  const looked = ids.length;
  return { looked, alone: looked - merged - inReview, merged, inReview, pairs: pairs.slice(0, looked), next };
}

function pairsOf(one: string, decision: MatchDecision): readonly Pair[] {
  const reviewed = decision.reviews.map(({ recordId: other, rule, score, cause, why }) => ({
    ...{ one, other, merges: false, rule, score: shownScore(score), cause, why: why.map(reasonView) },
  }));
  if (decision.kind === 'alone') return reviewed;
  const { rule, score, why, recordId, absorbed } = decision;
  const others = [recordId, ...absorbed].filter((id) => id !== one);
  const shown = { merges: true, rule, score: shownScore(score), cause: null, why: why.map(reasonView) };
  return [...others.map((other) => ({ one, other, ...shown })), ...reviewed];
}

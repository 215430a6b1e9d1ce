import type { DedupeView, RequestOf } from '@evenkeel/contracts-admin';
import type { MatchDecision } from '@evenkeel/domain';
import { RecordSecrets } from '@evenkeel/operations';
import { Digest, Logger, Store, Timers } from '@evenkeel/ports';
import type { Caller } from '../caller.js';
import { carryOutHeld, holdStored, matcherInForce, type HeldReading } from './hold-stored.js';
import { reasonView, shownScore } from './match-view.js';

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
    const { digest, secrets, timers } = this;
    const view = await this.store.of(tenantId).transaction(async (tx) => {
      const matcher = await matcherInForce(tx, recordType, { digest, secrets });
      if (!preview) await tx.matchKeys.lockType(recordType);
      const ids = await tx.sharedRecords.recordsAfter(recordType, after ?? '0', limit);
      const held = await holdStored(tx, { matcher, timers }, ids);
      if (!preview) await carryOutHeld(tx, { joining: held, reviewed: held }, { matcher, actor });
      return viewOf(ids, held, ids.length < limit ? null : (ids.at(-1) ?? null));
    });
    if (!preview) this.log.info('record type deduped', { recordType, merged: view.merged, actor });
    return view;
  }
}

function viewOf(ids: readonly string[], held: readonly HeldReading[], next: string | null): DedupeView {
  const joined = new Set<string>();
  const asked = new Set<string>();
  for (const { recordId, decision } of held) {
    if (decision.kind === 'join')
      [decision.recordId, ...decision.absorbed, recordId].forEach((id) => joined.add(id));
    if (decision.reviews.length > 0) asked.add(recordId);
  }
  const merged = ids.filter((id) => joined.has(id)).length;
  const inReview = ids.filter((id) => !joined.has(id) && asked.has(id)).length;
  const pairs = held.flatMap(({ recordId, decision }) => pairsOf(recordId, decision));
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

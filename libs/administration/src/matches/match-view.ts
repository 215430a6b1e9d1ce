import type { MatchSummary, MergeSummary } from '@evenkeel/contracts-admin';
import type { MatchReason } from '@evenkeel/domain';
import type { StoredMerge, StoredReview } from '@evenkeel/ports';

export function toMatchSummary(review: StoredReview): MatchSummary {
  const { id, recordType, oneId, otherId, rule, score, cause, why, state, decidedBy } = review;
  return {
    ...{
      id,
      recordType,
      one: oneId,
      other: otherId,
      rule,
      score: shownScore(score),
      cause,
      state,
      decidedBy,
    },
    why: why.map(reasonView),
    openedAt: review.openedAt.toISOString(),
    decidedAt: review.decidedAt?.toISOString() ?? null,
  };
}

export function toMergeSummary(merge: StoredMerge): MergeSummary {
  const { id, recordType, survivorId, absorbedId, referenceIds, rule, score, why, executionId } = merge;
  const { actor, mergedAt, undoneAt, undoneBy } = merge;
  return {
    ...{ id, recordType, survivor: survivorId, absorbed: absorbedId, references: referenceIds.length, rule },
    ...{ score: score === null ? null : shownScore(score), why: why.map(reasonView), executionId, actor },
    ...{ mergedAt: mergedAt.toISOString(), undoneAt: undoneAt?.toISOString() ?? null, undoneBy },
  };
}

export function reasonView({ field, by, score }: MatchReason) {
  return { field, by, score: shownScore(score) };
}

/** To three decimals. */
export function shownScore(score: number): number {
  return Math.round(score * 1_000) / 1_000;
}

import type {
  MatchCandidate,
  MatchDecision,
  MatchInput,
  MatchReview,
  ReviewCause,
} from './match-decision.js';
import { keyText } from './match-key.js';
import { betterOf, type CompiledMatch, type MatchVerdict, NO_MATCH, orderVerdicts } from './match-verdict.js';
import { orderIds } from '../merge/order-ids.js';

/** Of one input; the best come first. */
export const MOST_REVIEWS = 10;

interface Compared {
  readonly candidate: MatchCandidate;
  readonly verdict: MatchVerdict;
  readonly cause: ReviewCause | undefined;
}

/**
 * Whether a reading is of a record that is here already. What it matches is joined, all of it: with readings of distinct sets the
 * records are then what is connected by matches, which no order of arrival changes (ADR 0034). A record never gets two active
 * references of one set this way, nor what a person kept apart: the better match is joined (exact, then by score, then the oldest
 * record), the other goes to review.
 */
export function decideMatch(input: MatchInput, match: CompiledMatch): MatchDecision {
  if (input.candidates.length === 0) return { kind: 'alone', reviews: [] };
  const keys = new Set(match.keysOf(input.data).map(keyText));
  const crowded = new Set(input.crowded.map(keyText));
  const usable = crowded.size === 0 ? keys : new Set([...keys].filter((key) => !crowded.has(key)));
  const others = input.candidates.filter(({ recordId }) => recordId !== input.recordId);
  const kept = new Set(others.filter(({ recordId }) => input.isKeptApart(recordId)));
  const compareAll = (candidates: readonly MatchCandidate[]) =>
    candidates.flatMap((candidate) => compareWith(candidate, input, { match, keys, usable }) ?? []);
  const compared = compareAll(others.filter((each) => !kept.has(each))).toSorted(orderCompared);
  const { joined, apart } = join(input, compared);
  const wouldMatch = compareAll([...kept]).some(({ cause }) => cause === undefined);
  const isKeptApart = wouldMatch ? { isKeptApart: true as const } : {};
  const reviews = apart.map(toReview).slice(0, MOST_REVIEWS);
  const [best] = joined;
  if (best === undefined)
    return { kind: 'alone', reviews: reviews.length > 0 ? reviews : askedOf(input, match), ...isKeptApart };
  const { rule, score, why } = best.verdict;
  return {
    kind: 'join',
    ...survivorOf(input, joined),
    rule: rule as string,
    score,
    why,
    reviews,
    ...isKeptApart,
  };
}

interface Grounds {
  readonly match: CompiledMatch;
  readonly keys: ReadonlySet<string>;
  readonly usable: ReadonlySet<string>;
}

function compareWith(
  candidate: MatchCandidate,
  { data, crowded }: MatchInput,
  grounds: Grounds,
): Compared | undefined {
  const own = candidate.narrowed?.map(keyText) ?? [];
  const best = (among: ReadonlySet<string>) =>
    candidate.readings.reduce(
      (verdict, reading) => betterOf(verdict, grounds.match.compare(data, reading, among)),
      NO_MATCH,
    );
  const under = candidate.under?.map(keyText).filter((key) => grounds.usable.has(key)) ?? grounds.usable;
  const verdict = best(new Set([...under, ...own]));
  if (verdict.verdict === 'match') return { candidate, verdict, cause: undefined };
  if (verdict.verdict === 'review') return { candidate, verdict, cause: 'band' };
  // Stryker disable next-line ConditionalExpression: with no crowded key both say the same, in a longer time
  const alone = crowded.length === 0 ? NO_MATCH : best(grounds.keys);
  return alone.verdict === 'none' ? undefined : { candidate, verdict: alone, cause: 'crowded' };
}

/**
 * A new reading that cannot be compared with all that may match is not taken for new without a word: a person is asked about the
 * one that is most like it of those that were looked at.
 */
function askedOf(input: MatchInput, match: CompiledMatch): readonly MatchReview[] {
  const { recordId, data, candidates, tooWide } = input;
  const [rule] = tooWide;
  if (recordId !== undefined || rule === undefined) return [];
  const [nearest] = candidates
    .filter((candidate) => !input.isKeptApart(candidate.recordId))
    .map((candidate): Compared => {
      const verdict = candidate.readings
        .map((reading) => match.compare(data, reading))
        .reduce(betterOf, NO_MATCH);
      return { candidate, verdict: { ...verdict, rule: verdict.rule ?? rule }, cause: 'crowded' };
    })
    .toSorted(orderCompared);
  return nearest === undefined ? [] : [toReview(nearest)];
}

function orderCompared(one: Compared, other: Compared): number {
  return (
    orderVerdicts(one.verdict, other.verdict) || orderIds(one.candidate.recordId, other.candidate.recordId)
  );
}

function join(
  input: MatchInput,
  compared: readonly Compared[],
): Record<'joined' | 'apart', readonly Compared[]> {
  const own = new Set([...input.activeSets, input.setId]);
  const taken = new Set(own);
  const joined: Compared[] = [];
  const apart: Compared[] = [];
  for (const each of compared) {
    const { recordId, activeSets } = each.candidate;
    if (each.cause !== undefined) apart.push(each);
    else if (haveCommon(own, activeSets)) apart.push({ ...each, cause: 'same_set' });
    else if (
      haveCommon(taken, activeSets) ||
      joined.some(({ candidate }) => input.isKeptApart(candidate.recordId, recordId))
    )
      apart.push({ ...each, cause: 'ambiguous' });
    else {
      joined.push(each);
      activeSets.forEach((setId) => taken.add(setId));
    }
  }
  return { joined, apart };
}

/** Of the input's own record and the best match, which match each other equally, the older survives. */
function survivorOf({ recordId: own }: MatchInput, joined: readonly Compared[]) {
  const found = joined.map(({ candidate }) => candidate.recordId);
  const all = own === undefined ? found : [own, ...found];
  const [survivor] = all.slice(0, own === undefined ? 1 : 2).toSorted(orderIds) as [string];
  return { recordId: survivor, absorbed: all.filter((recordId) => recordId !== survivor) };
}

function toReview({ candidate: { recordId }, verdict, cause }: Compared): MatchReview {
  const { rule, score, why } = verdict;
  return { recordId, cause: cause as ReviewCause, rule: rule as string, score, why };
}

function haveCommon(one: ReadonlySet<string>, other: ReadonlySet<string>): boolean {
  return [...other].some((setId) => one.has(setId));
}

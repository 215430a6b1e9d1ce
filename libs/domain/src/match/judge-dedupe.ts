import { orderIds } from '../merge/order-ids.js';
import type { DedupeOutcome } from './dedupe-pass.js';
import type { MatchDecision } from './match-decision.js';

/** What was decided of one reading of a stored record. */
export interface DecidedReading {
  readonly recordId: string;
  readonly decision: MatchDecision;
}

/** Two records, the older one first. */
export type RecordPair = readonly [one: string, other: string];

export interface DedupeFindings {
  /** One for each record that was looked at, and for each that was absorbed before its turn came. */
  readonly outcomes: readonly DedupeOutcome[];
  /** What may be carried out. */
  readonly carried: readonly DecidedReading[];
}

interface LookedAt {
  readonly ids: readonly string[];
  /** What a preview showed; undefined: this is one. */
  readonly shown: ReadonlySet<string> | undefined;
  /** Whether a record would have its turn after these; it has none once it is absorbed. */
  readonly isToCome: (recordId: string) => boolean;
}

/**
 * What becomes of stored records. Everything is decided by what is stored now; of what would be merged only what the preview showed is
 * carried out: the rest has moved since, and is for the next preview.
 */
export function judgeDedupe(
  decided: readonly DecidedReading[],
  { ids, shown, isToCome }: LookedAt,
): DedupeFindings {
  const isShown = (each: DecidedReading) =>
    shown === undefined || pairsOf(each).every((pair) => shown.has(pairName(pair)));
  const joining = decided.filter(({ decision }) => decision.kind === 'join');
  const carried = joining.filter(isShown);
  // Once one of them is decided of, the other one has nothing more to be joined with.
  const concerned = (each: DecidedReading) => [each.recordId, ...pairsOf(each).flat()];
  const merged = new Set(carried.flatMap(concerned));
  const moved = new Set(joining.filter((each) => !isShown(each)).flatMap(concerned));
  const inReview = idsOf(decided.filter(({ decision }) => decision.reviews.length > 0));
  const keptApart = idsOf(decided.filter(({ decision }) => decision.isKeptApart === true));
  const outcomeOf = (id: string): DedupeOutcome => {
    if (merged.has(id)) return 'merged';
    if (moved.has(id)) return 'moved';
    if (inReview.has(id)) return 'inReview';
    return keptApart.has(id) ? 'keptApart' : 'unchanged';
  };
  // A preview absorbs nothing: each record has its turn.
  const absorbed = shown === undefined ? [] : carried.flatMap(({ decision }) => absorbedBy(decision));
  const early = [...new Set(absorbed)].filter((id) => !ids.includes(id) && isToCome(id));
  return { outcomes: [...ids.map(outcomeOf), ...early.map((): DedupeOutcome => 'merged')], carried };
}

/** The records that a reading joins, each with the record that has it. */
export function pairsOf({ recordId, decision }: DecidedReading): readonly RecordPair[] {
  if (decision.kind !== 'join') return [];
  return [decision.recordId, ...decision.absorbed]
    .filter((id) => id !== recordId)
    .map((id) => [recordId, id].toSorted(orderIds) as [string, string]);
}

export function pairName([one, other]: RecordPair): string {
  return `${one} ${other}`;
}

function absorbedBy(decision: MatchDecision): readonly string[] {
  return decision.kind === 'join' ? decision.absorbed : [];
}

function idsOf(decided: readonly DecidedReading[]): ReadonlySet<string> {
  return new Set(decided.map(({ recordId }) => recordId));
}

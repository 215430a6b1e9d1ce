import type { Bucket } from '../preview/bucket.js';

/** The counters that screens show. */
export type OutcomeCounter = 'created' | 'updated' | 'skipped' | 'failed';

/** What an outcome means, wherever code asks it something. */
export interface OutcomeMeaning {
  /** The counter of a screen that it adds to; null: none, it is counted beside them, or the record's last try adds to one. */
  readonly counter: OutcomeCounter | null;
  /** The provider has shown the record. */
  readonly isSeen: boolean;
  /** The record is here as it should be, or need not be: its failures are closed. */
  readonly isApplied: boolean;
  /** A row of its own is kept; of the others the page result says enough. */
  readonly keepsRow: boolean;
  /** The reference of a listed record is active afterwards. */
  readonly leavesActive: boolean;
  /** There was no active reference of the record before. */
  readonly makesActive: boolean;
  /** There was an active reference of the record before, and it is inactive afterwards. */
  readonly makesInactive: boolean;
  /** What is here is newer than what came. */
  readonly isOutdated: boolean;
  /** Counts for the execution breaker. What the job leaves out says nothing of the others. */
  readonly countsForBreaker: boolean;
  /** The record gets no other outcome in this execution. */
  readonly isFinal: boolean;
  /** The bucket of a plan for a record that would have this outcome now. */
  readonly bucket: Bucket;
}

const WRITTEN = {
  isSeen: true,
  isApplied: true,
  keepsRow: true,
  leavesActive: true,
  makesActive: false,
  makesInactive: false,
  isOutdated: false,
  countsForBreaker: true,
  isFinal: true,
} as const;
const LEFT_ALONE = { ...WRITTEN, counter: 'skipped', leavesActive: false, bucket: 'unchanged' } as const;
const FAILED = {
  ...WRITTEN,
  counter: 'failed',
  isApplied: false,
  leavesActive: false,
  bucket: 'rejected',
} as const;

/**
 * What happened to one input record in one execution. Stores number outcomes by their place here: only append.
 * `merged`: a new reference of a record that is here.
 * `excluded`: the filter or the write policy of the job leaves it out. `planned`: put into a plan instead of being written.
 * `retried`: failed in a way that may pass, and tried again later in the same execution. `parked`: waits for its parent, or for a
 * person to agree that it is gone. `inactivated`: announced as gone, or gone when it was read by its id; of a push: deleted at the
 * provider. `in_doubt`: it is not known yet whether the provider took it.
 */
export const OUTCOME_TABLE = {
  created: { ...WRITTEN, counter: 'created', keepsRow: false, makesActive: true, bucket: 'new' },
  updated: { ...WRITTEN, counter: 'updated', bucket: 'changed' },
  unchanged: { ...WRITTEN, counter: 'skipped', keepsRow: false, bucket: 'unchanged' },
  merged: { ...WRITTEN, counter: 'updated', makesActive: true, bucket: 'changed' },
  reactivated: { ...WRITTEN, counter: 'updated', makesActive: true, bucket: 'changed' },
  conflicted: { ...LEFT_ALONE, isApplied: false, bucket: 'changed' },
  rejected: FAILED,
  refused: { ...FAILED, isSeen: false },
  errored: { ...FAILED, isSeen: false },
  parked: { ...LEFT_ALONE, isApplied: false },
  superseded: { ...LEFT_ALONE, isOutdated: true },
  excluded: { ...LEFT_ALONE, keepsRow: false, countsForBreaker: false, bucket: 'excluded' },
  planned: { ...LEFT_ALONE, isSeen: false, isApplied: false, keepsRow: false },
  retried: { ...FAILED, counter: null, isSeen: false, countsForBreaker: false, isFinal: false },
  inactivated: {
    ...LEFT_ALONE,
    counter: null,
    isSeen: false,
    makesInactive: true,
    bucket: 'inactive_candidate',
  },
  in_doubt: {
    ...LEFT_ALONE,
    counter: 'failed',
    isApplied: false,
    isSeen: false,
    countsForBreaker: false,
    bucket: 'changed',
  },
} as const satisfies Record<string, OutcomeMeaning>;

export type Outcome = keyof typeof OUTCOME_TABLE;
export const OUTCOMES = Object.keys(OUTCOME_TABLE) as readonly Outcome[];

export type OutcomeCounts = Readonly<Record<Outcome, number>>;

export function meaningOf(outcome: Outcome): OutcomeMeaning {
  return OUTCOME_TABLE[outcome];
}

export function outcomesThat(holds: (meaning: OutcomeMeaning) => boolean): readonly Outcome[] {
  return OUTCOMES.filter((outcome) => holds(OUTCOME_TABLE[outcome]));
}

export function sumOfOutcomes(
  counts: OutcomeCounts,
  holds: (meaning: OutcomeMeaning) => boolean = () => true,
): number {
  return OUTCOMES.reduce((sum, outcome) => (holds(OUTCOME_TABLE[outcome]) ? sum + counts[outcome] : sum), 0);
}

/** Inputs that get another outcome from a later try in the same execution. */
export function countTriedAgain(counts: OutcomeCounts): number {
  return sumOfOutcomes(counts, ({ isFinal }) => !isFinal);
}

export const NO_OUTCOMES: OutcomeCounts = Object.fromEntries(
  OUTCOMES.map((outcome) => [outcome, 0]),
) as Record<Outcome, number>;

/** What happened to one input record in one execution. The position of a name is its stored code: only append. */
export const OUTCOMES = [
  'created',
  'updated',
  'unchanged',
  'merged',
  'reactivated',
  'conflicted',
  'rejected',
  'refused',
  'errored',
  'parked',
  'superseded',
  // The filter or the write policy of the job leaves it out.
  'excluded',
  // Put into a plan instead of being written.
  'planned',
  // Failed in a way that may pass, and tried again later in the same execution.
  'retried',
] as const;
export type Outcome = (typeof OUTCOMES)[number];

export type OutcomeCounts = Readonly<Record<Outcome, number>>;

export const NO_OUTCOMES: OutcomeCounts = Object.fromEntries(
  OUTCOMES.map((outcome) => [outcome, 0]),
) as Record<Outcome, number>;

export function sumOfOutcomes(counts: OutcomeCounts): number {
  return OUTCOMES.reduce((sum, outcome) => sum + counts[outcome], 0);
}

/** The outcomes that each counter of a screen sums up. */
export const SUMMED_OUTCOMES = {
  created: ['created'],
  updated: ['updated', 'merged', 'reactivated'],
  skipped: ['unchanged', 'superseded', 'parked', 'conflicted', 'excluded', 'planned'],
  failed: ['rejected', 'refused', 'errored'],
} as const satisfies Record<string, readonly Outcome[]>;

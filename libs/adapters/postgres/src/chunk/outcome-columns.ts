import type { TextRow } from '../database/session.js';
import { OUTCOMES, type Outcome, type OutcomeCounts } from '@evenkeel/domain';

/** Counts are stored as one column an outcome, named like it. */
export type OutcomeColumns = Record<Outcome, number>;

export const OUTCOME_COLUMNS = OUTCOMES.join(', ');

/** An entry for each of these columns, in their order. */
export function columnsOfOutcomes<Entry>(entryOf: (outcome: Outcome) => Entry): Record<Outcome, Entry> {
  return Object.fromEntries(OUTCOMES.map((outcome) => [outcome, entryOf(outcome)])) as Record<Outcome, Entry>;
}

export function outcomesFromRow(row: OutcomeColumns): OutcomeCounts {
  return columnsOfOutcomes((outcome) => row[outcome]);
}

/** Counts as texts, in the order of the outcomes. */
export function outcomesFromList(counts: TextRow): OutcomeCounts {
  return Object.fromEntries(OUTCOMES.map((outcome, at) => [outcome, Number(counts[at])])) as OutcomeColumns;
}

export function outcomesToRow(outcomes: OutcomeCounts): number[] {
  return OUTCOMES.map((outcome) => outcomes[outcome]);
}

import type { CloseOutCounts } from '../inactivation/close-out.js';
import type { DerivedCounts } from '../derive/derive-rule.js';
import {
  NO_OUTCOMES,
  OUTCOMES,
  sumOfOutcomes,
  type Outcome,
  type OutcomeCounter,
  type OutcomeCounts,
} from './outcome.js';

/** The execution's counts. It balances when every input has exactly one outcome. */
export interface Receipt {
  /** Input records the provider gave. */
  readonly fetched: number;
  /** Input records taken from what a failure kept, and further tries of those that failed in the same execution. */
  readonly replayed: number;
  readonly outcomes: OutcomeCounts;
  readonly balanced: boolean;
  /** Records that are gone, counted beside the inputs; null where none could turn out to be. */
  readonly closeOut?: CloseOutCounts | null;
  /** Records that were derived, counted beside the inputs; absent: none. */
  readonly derived?: DerivedCounts;
}

/** The counters that screens show. */
export type ReceiptSummary = Readonly<Record<'fetched' | OutcomeCounter, number>>;

export interface InputCounts {
  readonly fetched: number;
  readonly replayed: number;
  readonly outcomes: OutcomeCounts;
}

/** What does not say that it was replayed was not. */
type CountedInputs = Omit<InputCounts, 'replayed'> & Partial<Pick<InputCounts, 'replayed'>>;

export function addCounts(parts: readonly CountedInputs[]): InputCounts {
  const outcomes: Record<Outcome, number> = { ...NO_OUTCOMES };
  for (const part of parts) for (const outcome of OUTCOMES) outcomes[outcome] += part.outcomes[outcome];
  return {
    fetched: parts.reduce((sum, part) => sum + part.fetched, 0),
    replayed: parts.reduce((sum, part) => sum + (part.replayed ?? 0), 0),
    outcomes,
  };
}

export function summarize({ fetched, outcomes }: Pick<InputCounts, 'fetched' | 'outcomes'>): ReceiptSummary {
  const sum = (counter: OutcomeCounter) => sumOfOutcomes(outcomes, (meaning) => meaning.counter === counter);
  return {
    fetched,
    created: sum('created'),
    updated: sum('updated'),
    skipped: sum('skipped'),
    failed: sum('failed'),
  };
}

export function balances({ fetched, replayed, outcomes }: InputCounts): boolean {
  return fetched + replayed === sumOfOutcomes(outcomes);
}

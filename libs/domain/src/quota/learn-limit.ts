import { closeLedger } from './close-ledger.js';
import type { LedgerState } from './ledger-state.js';

/** What the headers of one answer say: so many calls are left until the limit starts afresh. */
export interface LimitReport {
  readonly limit: number;
  readonly remaining: number;
  readonly resetInMs: number;
}

/** Headers tell whole seconds, and answers overtake each other: resets this near are one and the same. */
const SAME_RESET_MS = 5_000;

/**
 * Takes over what the provider says is left. Within one period the lower of its number and ours counts: ours knows of
 * calls that have not arrived, its of calls that others make with the same credential. Nothing left closes the ledger.
 */
export function learnLimit(ledger: LedgerState, report: LimitReport, nowMs: number): LedgerState {
  const resetMs = nowMs + report.resetInMs;
  const known = ledger.learnt;
  const samePeriod =
    known !== null && known.resetMs > nowMs && Math.abs(known.resetMs - resetMs) <= SAME_RESET_MS;
  const learnt = {
    limit: report.limit,
    remaining: samePeriod ? Math.min(known.remaining, report.remaining) : report.remaining,
    resetMs: samePeriod ? Math.max(known.resetMs, resetMs) : resetMs,
  };
  const taught = { ...ledger, learnt };
  return report.remaining > 0 ? taught : closeLedger(taught, { waitMs: report.resetInMs }, nowMs);
}

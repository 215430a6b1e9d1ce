import type { LedgerState } from './ledger-state.js';

/** No call is made for `waitMs`: the provider asked for it. A longer wait that is already there stays. */
export function closeLedger(ledger: LedgerState, waitMs: number, nowMs: number): LedgerState {
  return { ...ledger, closedUntilMs: Math.max(ledger.closedUntilMs ?? 0, nowMs + waitMs) };
}

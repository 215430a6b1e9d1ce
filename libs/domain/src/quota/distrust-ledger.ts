import { closeLedger } from './close-ledger.js';
import type { LedgerState } from './ledger-state.js';
import type { Quota } from './quota.js';

const LONGEST_DISTRUST_MS = 60_000;

/**
 * The database has been restarted, and may have forgotten the last grants before: no call is made for one window, so that
 * they cannot matter. Of windows longer than a minute it is a minute: what is lost is less than a second's grants.
 */
export function distrustLedger(ledger: LedgerState, { rate }: Quota, nowMs: number): LedgerState {
  if (rate === null) return ledger;
  return closeLedger(ledger, { waitMs: Math.min(rate.perSeconds * 1000, LONGEST_DISTRUST_MS) }, nowMs);
}

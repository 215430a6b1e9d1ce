import type { Problem } from '../errors/sync-error.js';
import type { LedgerState } from './ledger-state.js';
import { cutPause } from './pause.js';

/** For how long no call is made, and what the provider said that asked for it. */
export interface Pause {
  readonly waitMs: number;
  readonly why?: Problem | undefined;
}

/** No call is made for `waitMs`, as far as that is believed. A longer wait that is already there stays. */
export function closeLedger(ledger: LedgerState, { waitMs, why }: Pause, nowMs: number): LedgerState {
  const untilMs = nowMs + cutPause(waitMs);
  if (untilMs <= (ledger.closedUntilMs ?? 0)) return ledger;
  return { ...ledger, closedUntilMs: untilMs, closedFor: why ?? null };
}

/** A person says that calls may be made: what the provider asked for, and what its headers told, is forgotten. */
export function openLedger(ledger: LedgerState): LedgerState {
  return { ...ledger, closedUntilMs: null, closedFor: null, learnt: null };
}

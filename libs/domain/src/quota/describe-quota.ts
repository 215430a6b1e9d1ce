import type { Problem } from '../errors/sync-error.js';
import { GRANT_SLOT_MS } from './decide-grant.js';
import type { LedgerState, LearntLimit } from './ledger-state.js';
import { reservedOf, type Quota, type QuotaShare } from './quota.js';

export type CallsByShare = Readonly<Record<QuotaShare, number>>;

/** A quota as an operator sees it. */
export interface QuotaUse {
  /** Granted calls that still count for the window, and what of the limit is kept for reserved calls. */
  readonly rate: { readonly counted: CallsByShare; readonly reserved: number } | null;
  readonly concurrency: { readonly underWay: CallsByShare; readonly reserved: number } | null;
  /** How long no call is made yet; 0: open. */
  readonly closedForMs: number;
  /** What the provider said that asked for it; null: none did, or it is open. */
  readonly closedFor: Problem | null;
  readonly learnt: LearntLimit | null;
}

export function describeQuota(ledger: LedgerState, quota: Quota | null, nowMs: number): QuotaUse {
  const windowMs = (quota?.rate?.perSeconds ?? 0) * 1000;
  const counted = ledger.granted.filter(({ untilMs }) => untilMs - GRANT_SLOT_MS + windowMs > nowMs);
  const held = ledger.held.filter(({ untilMs }) => untilMs > nowMs);
  const closedForMs = Math.max(0, (ledger.closedUntilMs ?? 0) - nowMs);
  return {
    rate: quota?.rate ? { counted: sum(counted), reserved: reservedOf(quota.rate.calls, quota) } : null,
    concurrency:
      quota?.concurrency == null
        ? null
        : { underWay: sum(held), reserved: reservedOf(quota.concurrency, quota) },
    closedForMs,
    closedFor: closedForMs === 0 ? null : (ledger.closedFor ?? null),
    learnt: ledger.learnt !== null && ledger.learnt.resetMs > nowMs ? ledger.learnt : null,
  };
}

function sum(calls: readonly CallsByShare[]): CallsByShare {
  return calls.reduce<CallsByShare>(
    (all, { bulk, reserved }) => ({ bulk: all.bulk + bulk, reserved: all.reserved + reserved }),
    { bulk: 0, reserved: 0 },
  );
}

import type { ConnectionId, GrantRequest, LimitReport, Quota, QuotaUse } from '@evenkeel/domain';

export interface QuotaGrant {
  /** Calls that may begin now. */
  readonly calls: number;
  /** For how long they may, counted from now; those that have not begun by then are lost. */
  readonly validMs: number;
  /** In how many milliseconds asking for a further call may succeed. */
  readonly waitMs: number;
}

/**
 * What all processes together may call a provider with one credential. Asked by the database's clock, so that no window
 * of the quota sees more calls than it allows, over all processes. Rejects with `system.database`.
 */
export abstract class QuotaLedger {
  /** Leases calls, as many as there is room for and at most what is wanted; also tells which earlier ones are still under way. */
  abstract lease(connectionId: ConnectionId, request: GrantRequest): Promise<QuotaGrant>;
  /** No process calls for `waitMs`: the provider said so. */
  abstract close(connectionId: ConnectionId, waitMs: number): Promise<void>;
  /** Keeps what an answer's headers said of a limit. */
  abstract learn(connectionId: ConnectionId, report: LimitReport): Promise<void>;
  /** For how many milliseconds no process calls; 0: open. Cheap: locks nothing. */
  abstract closedForMs(connectionId: ConnectionId): Promise<number>;
  /** For people: what is used of `quota`. */
  abstract describe(connectionId: ConnectionId, quota: Quota | null): Promise<QuotaUse>;
}

import type {
  ConnectionId,
  GrantRequest,
  LimitReport,
  Pause,
  Problem,
  Quota,
  QuotaUse,
} from '@evenkeel/domain';

export interface QuotaGrant {
  /** Calls that may begin now. */
  readonly calls: number;
  /** For how long they may, counted from now; those that have not begun by then are lost. */
  readonly validMs: number;
  /** In how many milliseconds asking for a further call may succeed. */
  readonly waitMs: number;
  /** While this is valid, a call may take the place of one that was told as under way, or granted, and has ended. */
  readonly countsOnlyHeld: boolean;
}

/** Whether calls may be made at all. */
export interface LedgerView {
  /** For how many milliseconds no process calls; 0: open. */
  readonly closedForMs: number;
  /** What the provider said that asked for it; null: none did, or it is open. */
  readonly closedFor: Problem | null;
}

/**
 * What all processes together may call a provider with one credential. Asked by the database's clock, so that no window
 * of the quota sees more calls than it allows, over all processes. Rejects with `system.database`.
 */
export abstract class QuotaLedger {
  /** Leases calls, as many as there is room for and at most what is wanted; also tells which earlier ones are still under way. */
  abstract lease(connectionId: ConnectionId, request: GrantRequest): Promise<QuotaGrant>;
  /** No process calls for a while: the provider said so. */
  abstract close(connectionId: ConnectionId, pause: Pause): Promise<void>;
  /** Ends such a pause, and forgets what headers told. */
  abstract open(connectionId: ConnectionId): Promise<void>;
  /** Keeps what an answer's headers said of a limit. */
  abstract learn(connectionId: ConnectionId, report: LimitReport): Promise<void>;
  /** For how long no process calls, and why. Cheap: locks nothing. */
  abstract look(connectionId: ConnectionId): Promise<LedgerView>;
  /** For people: what is used of `quota`. */
  abstract describe(connectionId: ConnectionId, quota: Quota | null): Promise<QuotaUse>;
}

import type { TenantId } from '../ids.js';

/** What became of a request: it was carried out, or it was not. */
export const AUDIT_OUTCOMES = ['done', 'refused'] as const;
export type AuditOutcome = (typeof AUDIT_OUTCOMES)[number];

/** A request as the audit log keeps it. */
export interface AuditEntry {
  readonly requestId: string;
  /** Null: the caller was not known. */
  readonly tenantId: TenantId | null;
  readonly actor: string;
  /** As whom the caller would like to be named; null: it did not say. */
  readonly claimed: string | null;
  /** From where it came; null: the connection is gone. */
  readonly address: string | null;
  readonly operation: string;
  /** What its path names. */
  readonly target: Readonly<Record<string, string>>;
}

/** Refusals that are kept of one minute: who sends more than that is known by then. */
export const REFUSALS_KEPT_A_MINUTE = 100;

/** How many refusals of the minute were to be kept. */
export interface KeptRefusals {
  readonly minute: number;
  readonly count: number;
}

/** Whether the refusal of this moment is kept: a flood of them must not fill the database. */
export function countRefusal(
  { minute, count }: KeptRefusals,
  now: Date,
): KeptRefusals & { readonly isKept: boolean } {
  const current = Math.floor(now.getTime() / 60_000);
  const sofar = current === minute ? count : 0;
  return { minute: current, count: sofar + 1, isKept: sofar < REFUSALS_KEPT_A_MINUTE };
}

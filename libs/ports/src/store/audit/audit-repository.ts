import type { AuditEntry, AuditOutcome } from '@evenkeel/domain';
import type { Listed, ListRequest } from '../listed.js';

/** What a request changed of what people set. */
export interface AuditChange {
  /** The table. */
  readonly subject: string;
  readonly key: Readonly<Record<string, unknown>>;
  /** Of a change only what differs; null: it was not there. */
  readonly before: Readonly<Record<string, unknown>> | null;
  readonly after: Readonly<Record<string, unknown>> | null;
}

export interface AuditEnd {
  readonly outcome: AuditOutcome;
  /** Why it was refused; null: it was not. */
  readonly code: string | null;
}

export interface StoredAuditEvent extends Omit<AuditEntry, 'tenantId' | 'requestId'>, AuditEnd {
  readonly id: string;
  readonly at: Date;
  readonly changes: readonly AuditChange[];
}

export interface AuditFilter {
  readonly actor: string | null;
  readonly operation: string | null;
  readonly outcome: AuditOutcome | null;
  readonly since: Date | null;
}

/** Writes down what is asked for, in the transaction in which it is done. */
export interface AuditNotes {
  /** What this transaction changes from here on of what people set is written down as of that request. */
  begin(requestId: string): Promise<void>;
  /** Once for each request and outcome. With `ifWritten` only where this transaction has written: gives whether it did. */
  note(entry: AuditEntry, end: AuditEnd, ifWritten: boolean): Promise<boolean>;
}

/** Who asked for what, and what came of it. */
export interface AuditRepository extends AuditNotes {
  /** The latest first. Callers of the first tenant also see requests of callers that were not known. */
  list(filter: AuditFilter, request: ListRequest): Promise<Listed<StoredAuditEvent>>;
}

import type { ConflictKind } from '../conflict/conflict-kind.js';
import type { ConflictState } from '../conflict/conflict.js';
import type { ErrorClass } from '../errors/error-class.js';
import type { Lane } from '../execution/lane.js';
import type { ReasonKind } from '../execution/reason.js';
import type { ExecutionStatus } from '../execution/status.js';
import type { JsonObject } from '../json.js';
import type { JobMode } from '../job/job-mode.js';
import type { OutcomeCounts } from '../receipt/outcome.js';
import type { Receipt } from '../receipt/receipt.js';
import type { TriggerKind } from '../trigger/trigger-kind.js';
import type { TriggerState } from '../trigger/trigger.js';

/** Which job it is about. */
interface OfJob {
  readonly jobId: string;
  readonly job: string;
}

/** Which run it is about, and who wanted that. */
interface OfExecution extends OfJob {
  readonly executionId: string;
  readonly lane: Lane;
  readonly mode: JobMode;
  readonly trigger: { readonly id: string; readonly kind: TriggerKind; readonly actor: string };
}

/** An execution is there, or in another status than it was. */
export interface ExecutionFact extends OfExecution {
  /** Null: it is new. */
  readonly from: ExecutionStatus | null;
  readonly to: ExecutionStatus;
  readonly epoch: number;
  readonly reason: { readonly kind: ReasonKind; readonly code: string | null } | null;
  readonly planId: string | null;
  readonly retryOf: string | null;
  /** Retries so far, this execution among them. */
  readonly retryCount: number;
  /** ISO 8601, as all times here. */
  readonly nextAttemptAt: string | null;
  readonly startedAt: string | null;
  readonly finishedAt: string | null;
  /** Null: nothing was counted. */
  readonly receipt: Pick<Receipt, 'fetched' | 'replayed' | 'outcomes' | 'balanced'> | null;
}

/** An execution exhausted its retries. */
export interface DeadExecutionFact extends OfExecution {
  readonly retryCount: number;
  readonly code: string | null;
}

/** A page was applied. */
export interface PageFact extends OfExecution {
  /** Place of its chunk among those of the execution, from 0. */
  readonly chunk: number;
  readonly page: number;
  readonly size: number;
  /** No page of its chunk comes after it. */
  readonly isLast: boolean;
  /** Records that its chunk has read, this page among them. */
  readonly fetched: number;
  readonly outcomes: OutcomeCounts;
  /** From the beginning of its request until it was applied. */
  readonly durationMs: number;
}

/** Records that failed in a way that may pass are read again in the same execution. */
export interface RetryFact extends OfExecution {
  readonly round: number;
  readonly records: number;
}

/** A person was asked about records that are gone, or has answered. */
export interface InactivationApprovalFact extends OfExecution {
  readonly approvalId: string;
  readonly state: string;
  readonly cause: string;
  readonly candidates: number;
  readonly active: number;
  readonly ceiling: number;
  readonly decidedBy: string | null;
}

export interface ConflictFact extends OfJob {
  readonly conflictId: string;
  readonly executionId: string | null;
  readonly recordId: string;
  readonly conflictKind: ConflictKind;
  /** Null: it is new. */
  readonly from: ConflictState | null;
  readonly to: ConflictState;
  /** Names of the contested fields. */
  readonly fields: readonly string[];
  readonly decidedBy: string | null;
}

/** A record failed as often as its job allows. */
export interface DeadRecordFact extends OfJob {
  readonly executionId: string;
  readonly failureId: string;
  readonly externalId: string | null;
  readonly errorClass: ErrorClass;
  readonly code: string;
  readonly executions: number;
}

export interface ConnectionFact {
  readonly connectionId: string;
  readonly connection: string;
  readonly status: 'active' | 'needs_attention';
}

/** A run wrote a record, of a job that tells of that. */
export interface RecordFact extends OfExecution {
  readonly recordId: string;
  readonly recordType: string;
  /** Grows with each change of the record: of two events the one with the higher version is the later one. */
  readonly version: number;
  readonly change: 'created' | 'updated' | 'inactivated';
  /** Names of the fields that changed; of a new record of all it has. */
  readonly fields: readonly string[];
  /** By field, what changed fields are now, and what they were; absent: the job tells no values. */
  readonly values?: JsonObject;
  readonly valuesBefore?: JsonObject;
  /** Names of changed fields that stand in neither because they are sensitive or too large. */
  readonly fieldsWithoutValue?: readonly string[];
}

export interface JobFact extends OfJob {
  readonly connectionId: string;
  readonly revision: number;
  readonly change: 'added' | 'changed' | 'removed';
  readonly actor: string | null;
}

/** Another system asked for a run over Kafka. */
export interface OutsideTriggerFact {
  /** Of the row that is kept of it. */
  readonly id: string;
  /** `source` and `id` of the CloudEvent that asked; null where it could not be read. */
  readonly askedBy: { readonly source: string; readonly id: string } | null;
  readonly topic: string;
  readonly jobId: string | null;
  readonly triggerIds: readonly string[];
  /** Of the error catalog; null: it was accepted. */
  readonly code: string | null;
}

/** A request for a run came to its end: it opened a run, joined one, or was skipped. */
export interface SettledTriggerFact extends OfJob {
  readonly triggerId: string;
  readonly kind: TriggerKind;
  readonly actor: string;
  readonly state: Exclude<TriggerState, 'accepted'>;
  /** The run that it opened, joined, or was skipped for. */
  readonly executionId: string | null;
  /** The messages over Kafka that asked for it. */
  readonly askedBy: readonly { readonly source: string; readonly id: string }[];
}

/** What happened, as the transaction in which it did has written it down. */
export interface EventFacts {
  readonly execution: ExecutionFact;
  readonly dead_execution: DeadExecutionFact;
  readonly page: PageFact;
  readonly retry: RetryFact;
  readonly approval: InactivationApprovalFact;
  readonly conflict: ConflictFact;
  readonly dead_record: DeadRecordFact;
  readonly connection: ConnectionFact;
  readonly record: RecordFact;
  readonly job: JobFact;
  readonly outside_trigger: OutsideTriggerFact;
  readonly settled_trigger: SettledTriggerFact;
}
export type FactKind = keyof EventFacts;

/** A fact with what it is about. */
export type EventFact = {
  readonly [Kind in FactKind]: { readonly kind: Kind; readonly facts: EventFacts[Kind] };
}[FactKind];

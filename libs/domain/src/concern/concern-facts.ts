import type { Control, ControlState } from '../control/control.js';
import type { ConnectionStatus } from '../connection/connection.js';
import type { ExecutionReason } from '../execution/reason.js';
import type { ExecutionStatus } from '../execution/status.js';
import type { InactivationApprovalId, ExecutionId } from '../ids.js';
import type { InactivationApprovalCause } from '../inactivation/inactivation-approval.js';
import type { Schedule } from '../schedule/schedule.js';
import type { DatabaseOutlook } from './database-outlook.js';
import type { StorageOutlook } from './table-size.js';

/** How the engine as a whole is. */
export interface EngineOutlook {
  readonly control: Control;
  readonly busAwaySince: Date | null;
  readonly stuckMessages: number;
  readonly database: DatabaseOutlook;
  readonly storage: StorageOutlook;
}

export interface ConnectionOutlook {
  readonly name: string;
  readonly status: ConnectionStatus;
  readonly statusReason: string | null;
  readonly control: ControlState;
  readonly heldBy: string | null;
  readonly heldSince: Date | null;
  /** Its provider wants no calls before; null: it may be called. */
  readonly pausedUntil: Date | null;
  readonly pausedFor: string | null;
  readonly isBreakerOpen: boolean;
}

export interface JobOutlook {
  readonly name: string;
  readonly connection: string;
  readonly stream: string;
  readonly schedule: Schedule | null;
  /** How long its last success may be ago; null: what its schedule says. */
  readonly freshnessTargetMinutes: number | null;
  readonly createdAt: Date;
  /** When it last succeeded; null: never. */
  readonly succeededAt: Date | null;
  /** The bulk execution that ended last; null: none has. */
  readonly latest: {
    readonly id: ExecutionId;
    readonly status: ExecutionStatus;
    readonly finishedAt: Date;
    readonly reason: ExecutionReason | null;
    readonly nextAttemptAt: Date | null;
  } | null;
}

export interface WaitingInactivations {
  readonly id: InactivationApprovalId;
  readonly cause: InactivationApprovalCause;
  readonly job: string;
  readonly candidates: number;
  readonly requestedAt: Date;
}

export interface WaitingPlan {
  readonly executionId: ExecutionId;
  readonly job: string;
  readonly madeAt: Date;
  readonly expiresAt: Date;
}

/** Records of one type that may be one. */
export interface WaitingMatches {
  readonly recordType: string;
  readonly count: number;
  readonly since: Date;
}

/** A dedupe run that goes no further by itself. */
export interface StoppedDedupe {
  readonly runId: string;
  readonly recordType: string;
  /** Why it failed; null: it is paused. */
  readonly problem: string | null;
  /** When it failed; null: it is paused. */
  readonly since: Date | null;
}

/** Writes of one job of which it cannot be found out whether the provider took them. */
export interface UncertainPushes {
  readonly job: string;
  readonly count: number;
  readonly since: Date;
}

/** Records of one job that go back and forth, and are left alone. */
export interface QuarantinedRecords {
  readonly job: string;
  readonly count: number;
  readonly since: Date;
}

/** Conflicts of one job that wait for a decision. */
export interface OpenConflictsOfJob {
  readonly job: string;
  readonly count: number;
  readonly since: Date;
}

/** A language model whose questions come to nothing since it last gave an answer, or was set. */
export interface FailingModel {
  readonly model: string;
  /** Conflicts that were left to people for it. */
  readonly count: number;
  readonly since: Date;
  /** Of the latest. */
  readonly why: string;
}

export interface DeadExecutions {
  readonly job: string;
  readonly count: number;
  /** The newest of them. */
  readonly id: ExecutionId;
  readonly finishedAt: Date;
}

/** Dead letters of one job with one cause. */
export interface DeadRecords {
  readonly job: string;
  readonly count: number;
  readonly example: string;
  readonly since: Date;
}

/** Of an open webhook, since a delivery to it was taken last. */
export interface RefusedDeliveries {
  readonly connection: string;
  readonly stream: string;
  readonly since: Date;
  /** Why the latest was refused. */
  readonly why: string;
}

/** When an open webhook received, which refuses nothing. */
export interface DeliveryDays {
  readonly connection: string;
  readonly stream: string;
  /** When its last delivery came. */
  readonly lastAt: Date;
  /** In which of the last 28 days deliveries came, counted back from now: 0 is that which ends now. */
  readonly daysAgo: readonly number[];
}

/** A channel that takes no notifications. */
export interface FailingChannel {
  readonly channel: string;
  /** Notifications that wait for it, or were given up since then. */
  readonly count: number;
  readonly since: Date;
  readonly why: string;
}

/** A topic of Kafka that is to be read and is not. */
export interface UnreadTopic {
  readonly topic: string;
  /** Those that listen to it; none for a trigger topic. */
  readonly jobs: readonly string[];
  /** Null: it is not known. */
  readonly why: string | null;
  readonly since: Date;
}

/** Messages on one topic that were rejected within a day. */
export interface RejectedMessages {
  readonly topic: string;
  readonly count: number;
  readonly since: Date;
}

/** What is looked at to find what asks for a person. */
export interface ConcernFacts {
  readonly connections: readonly ConnectionOutlook[];
  readonly jobs: readonly JobOutlook[];
  readonly approvals: readonly WaitingInactivations[];
  readonly plans: readonly WaitingPlan[];
  readonly matches: readonly WaitingMatches[];
  readonly stoppedDedupes: readonly StoppedDedupe[];
  readonly pushes: readonly UncertainPushes[];
  readonly quarantined: readonly QuarantinedRecords[];
  readonly conflicts: readonly OpenConflictsOfJob[];
  readonly models: readonly FailingModel[];
  readonly deadExecutions: readonly DeadExecutions[];
  readonly deadRecords: readonly DeadRecords[];
  readonly refusedDeliveries: readonly RefusedDeliveries[];
  readonly deliveryDays: readonly DeliveryDays[];
  readonly failingChannels: readonly FailingChannel[];
  readonly unreadTopics: readonly UnreadTopic[];
  readonly rejectedMessages: readonly RejectedMessages[];
}

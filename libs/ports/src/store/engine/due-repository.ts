import type {
  ExecutionId,
  FailureId,
  GroupRunId,
  IntentState,
  Job,
  JobId,
  TenantId,
  TopicStart,
  TriggerId,
} from '@evenkeel/domain';
import type { UnclearedConnection } from '../connection/connection-removal-repository.js';
import type { UnclearedJob } from '../job/job-removal-repository.js';

export interface DueExecution {
  readonly tenantId: TenantId;
  readonly executionId: ExecutionId;
}

export interface DueJob {
  readonly tenantId: TenantId;
  readonly jobId: JobId;
}

export interface DueTrigger extends DueJob {
  readonly triggerId: TriggerId;
}

export interface DueRecordView {
  readonly tenantId: TenantId;
  readonly recordType: string;
}

/** Parked records of a job of which each waits for one that is here, or waits too long. */
export interface DueParked extends DueJob {
  readonly failureIds: readonly FailureId[];
  readonly hasOverdue: boolean;
}

/** Records of one reference set that came. */
export interface ArrivedRecords {
  readonly setId: number;
  readonly externalIds: readonly string[];
}

/** A topic that jobs of a tenant listen to. */
export interface DueTopic {
  readonly tenantId: TenantId;
  readonly topic: string;
  readonly startAt: TopicStart;
}

export interface DueGroupRun {
  readonly tenantId: TenantId;
  readonly groupRunId: GroupRunId;
}

/**
 * What waits for its turn, of all tenants: where sweeps look. Nothing is locked; a sweep that takes one up looks at it again in a
 * unit of work of its tenant.
 */
export interface DueRepository {
  /** Executions that run or would if their connection and the engine did. */
  executions(): Promise<readonly DueExecution[]>;
  /** Jobs that have a queued bulk execution and no active one. */
  waitingJobs(): Promise<readonly DueJob[]>;
  /** Ended executions whose next attempt is due, earliest first. */
  retries(limit: number): Promise<readonly DueExecution[]>;
  /** Executions that wait for the approval of a plan that has expired. */
  expiredPlans(): Promise<readonly DueExecution[]>;
  /**
   * Triggers still `accepted` although older than `olderThanMs` and although nothing says that they are to wait: their
   * message was lost. Oldest first.
   */
  triggers(olderThanMs: number, limit: number): Promise<readonly DueTrigger[]>;
  /** Jobs with a schedule. */
  schedules(): Promise<readonly Job[]>;
  /** Removed jobs of which something is left to do. */
  removals(): Promise<readonly UnclearedJob[]>;
  /** Removed connections that were not cleared away. */
  removedConnections(): Promise<readonly UnclearedConnection[]>;
  /** Record types that jobs name and that are not there. */
  missingRecordTypes(): Promise<readonly DueRecordView[]>;
  /** Record types whose SQL view is missing, has a problem, or was made from another schema or other jobs. */
  recordViews(): Promise<readonly DueRecordView[]>;
  /** Removed record types whose SQL view is still there, and no other view depends on it. */
  leftRecordViews(): Promise<readonly DueRecordView[]>;
  /**
   * Looks at so many parked records behind this one (null: from the first on); `next`: where to go on, null at the end. One of which a
   * run was asked for a while ago and that still waits is told of again.
   */
  parked(
    after: FailureId | null,
    limit: number,
  ): Promise<{ readonly due: readonly DueParked[]; readonly next: FailureId | null }>;
  /** The same of parked records that wait for one of these, so many at most. */
  parkedFor(came: ArrivedRecords, limit: number): Promise<readonly DueParked[]>;
  /** Record types with match rules for which not everything stored has its keys. */
  matchKeys(): Promise<readonly DueRecordView[]>;
  /** Dedupe runs that go on by themselves, the oldest first. */
  dedupeRuns(): Promise<readonly { readonly tenantId: TenantId; readonly id: string }[]>;
  /** Jobs with intents in these states that no page is going to bring any more; of those that are `sent`, for `sentForMs`. */
  looseIntents(states: readonly IntentState[], sentForMs?: number): Promise<readonly DueJob[]>;
  /** So many tenants that have conflicts about which a model is to be asked now, first those that wait longest. */
  proposals(limit: number): Promise<readonly TenantId[]>;
  /** So many tenants that have deliveries which wait to become runs. */
  deliveries(limit: number): Promise<readonly TenantId[]>;
  /** Tenants with events that no decision about notifications has seen, or whose jobs were not looked at for so long. */
  unwatched(forMs: number): Promise<readonly TenantId[]>;
  /** Tenants with notifications that are to be sent now. */
  notifications(): Promise<readonly TenantId[]>;
  /** Jobs that push at once what is changed here: with changes that no run was asked for; `any`: or with those whose time has come again. */
  changedJobs(which: 'fresh' | 'any'): Promise<readonly DueJob[]>;
  /** Topics that jobs listen to; where several do, from the earliest start that one of them asks for. */
  listenedTopics(): Promise<readonly DueTopic[]>;
  /** Latest runs of groups in which a job has not had its turn. */
  groupRuns(): Promise<readonly DueGroupRun[]>;
}

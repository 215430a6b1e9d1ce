import type { TenantId } from '../connection/connection.js';
import type { ExecutionId } from '../execution/execution.js';
import type { ExecutionStatus } from '../execution/status.js';
import type { JobId } from '../job/job.js';
import type { TriggerId } from '../trigger/trigger.js';

export type SyncGroupId = string;
export type GroupRunId = string;

/** Jobs that are run together, in the order of their dependencies, with one status. */
export interface SyncGroup {
  readonly id: SyncGroupId;
  readonly tenantId: TenantId;
  readonly name: string;
  readonly jobIds: readonly JobId[];
}

export interface GroupRun {
  readonly id: GroupRunId;
  readonly groupId: SyncGroupId;
  readonly actor: string;
  readonly requestedAt: Date;
}

/** A job of a group in one run of it. */
export interface GroupMember {
  readonly jobId: JobId;
  readonly dependsOn: readonly JobId[];
  /** Null until it was its turn. */
  readonly triggerId: TriggerId | null;
  readonly executionId: ExecutionId | null;
  /** Of its execution; null while there is none. */
  readonly status: ExecutionStatus | null;
}

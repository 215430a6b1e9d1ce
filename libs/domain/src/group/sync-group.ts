import type { ExecutionId, GroupRunId, JobId, SyncGroupId, TenantId, TriggerId } from '../ids.js';
import type { ExecutionStatus } from '../execution/status.js';

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

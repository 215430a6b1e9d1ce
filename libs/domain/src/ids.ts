/** Ids are opaque texts: UUIDs, made by the `Ids` port. */
export type TenantId = string;
export type ConnectionId = string;
export type JobId = string;
export type SyncGroupId = string;
export type GroupRunId = string;
export type TriggerId = string;
export type ExecutionId = string;
export type ChunkId = string;
export type PlanId = string;
export type InactivationApprovalId = string;
export type FailureId = string;

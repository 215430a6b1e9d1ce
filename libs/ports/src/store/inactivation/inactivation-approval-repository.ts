import type {
  ExecutionId,
  InactivationApproval,
  InactivationApprovalId,
  InactivationApprovalState,
  JobId,
  ReferenceState,
} from '@evenkeel/domain';
import type { Listed, ListRequest } from '../listed.js';

export interface InactivationApprovalFilter {
  readonly jobId?: JobId;
  readonly state?: InactivationApprovalState;
}

/** Inactivations that wait for a person. Rows are locked after the job and the execution. */
export interface InactivationApprovalRepository {
  insert(approval: InactivationApproval): Promise<void>;
  find(id: InactivationApprovalId): Promise<InactivationApproval | undefined>;
  /** What a person is asked of what this execution found, or was. */
  ofExecution(executionId: ExecutionId): Promise<InactivationApproval | undefined>;
  lock(id: InactivationApprovalId): Promise<InactivationApproval | undefined>;
  /** Saves state, number of candidates, decision and who carried it out; this transaction holds its lock. */
  save(approval: InactivationApproval): Promise<void>;
  /** One transaction at a time decides what of a job is inactivated one by one: the others wait here until it has ended. */
  serialize(jobId: JobId): Promise<void>;
  /** What waits of the job to be inactivated one by one, locked. */
  lockAnnounced(jobId: JobId): Promise<InactivationApproval | undefined>;
  /** Adds these to what waits under the approval, as they are now; those that wait already wait once. Gives how many there are. */
  hold(id: InactivationApprovalId, references: readonly ReferenceState[]): Promise<number>;
  /** Ends those of the job that wait, and those that were granted but not begun: a newer listing was complete. */
  supersede(jobId: JobId): Promise<void>;
  /** Newest first. */
  list(filter: InactivationApprovalFilter, request: ListRequest): Promise<Listed<InactivationApproval>>;
  /** External ids of its candidates, at most `limit`. */
  examples(id: InactivationApprovalId, limit: number): Promise<readonly string[]>;
}

import type { Approval, ApprovalId, ApprovalState, JobId } from '@evenkeel/domain';
import type { Listed, ListRequest } from '../listed.js';

export interface ApprovalFilter {
  readonly jobId?: JobId;
  readonly state?: ApprovalState;
}

/** Inactivations that wait for a person. Rows are locked after the job and the execution. */
export interface ApprovalRepository {
  insert(approval: Approval): Promise<void>;
  find(id: ApprovalId): Promise<Approval | undefined>;
  lock(id: ApprovalId): Promise<Approval | undefined>;
  /** Saves state, decision and who carried it out; this transaction holds its lock. */
  save(approval: Approval): Promise<void>;
  /** Ends those of the job that wait, and those that were granted but not begun: a newer listing was complete. */
  supersede(jobId: JobId): Promise<void>;
  /** Newest first. */
  list(filter: ApprovalFilter, request: ListRequest): Promise<Listed<Approval>>;
  /** External ids of its candidates, at most `limit`. */
  examples(id: ApprovalId, limit: number): Promise<readonly string[]>;
}

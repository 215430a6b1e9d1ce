import type {
  ExecutionId,
  InactivationApproval,
  InactivationApprovalCause,
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

/** A record that waits for a person. */
export interface HeldReference extends Pick<ReferenceState, 'id'> {
  /** When it was seen last, ISO 8601; null: what was seen of it does not matter. */
  readonly observedAt: string | null;
  /** Of the record, where it was deleted here; left out: it was not. */
  readonly recordVersion?: number;
}

/** Inactivations that wait for a person. Rows are locked after the job and the execution. */
export interface InactivationApprovalRepository {
  insert(approval: InactivationApproval): Promise<void>;
  find(id: InactivationApprovalId): Promise<InactivationApproval | undefined>;
  /** What a person is asked, or was, of what the close-out of this execution found: not what was found one by one. */
  ofExecution(executionId: ExecutionId): Promise<InactivationApproval | undefined>;
  lock(id: InactivationApprovalId): Promise<InactivationApproval | undefined>;
  /** Saves state, number of candidates, decision and who carried it out; this transaction holds its lock. */
  save(approval: InactivationApproval): Promise<void>;
  /** One transaction at a time decides what of a job is found to be gone one by one: the others wait here until it has ended. */
  serialize(jobId: JobId): Promise<void>;
  /** What waits of the job for this cause, of those that are joined by what is found later; locked. */
  lockWaiting(jobId: JobId, cause: InactivationApprovalCause): Promise<InactivationApproval | undefined>;
  /** Adds these to what waits under the approval, as they are now; those that wait already wait once. Gives how many there are. */
  hold(id: InactivationApprovalId, references: readonly HeldReference[]): Promise<number>;
  /** Takes these away from what waits under the approval; gives how many are left. */
  release(id: InactivationApprovalId, referenceIds: readonly string[]): Promise<number>;
  /** Those of these records whose deletion a person has refused as they are now, for a job that would delete them at the provider: their references. */
  refused(jobId: JobId, records: readonly HeldReference[]): Promise<ReadonlySet<string>>;
  /** Ends those of the job that wait for these causes, and those that were granted but not begun. */
  supersede(jobId: JobId, causes: readonly InactivationApprovalCause[]): Promise<void>;
  /** Newest first. */
  list(filter: InactivationApprovalFilter, request: ListRequest): Promise<Listed<InactivationApproval>>;
  /** External ids of its candidates, at most `limit`. */
  examples(id: InactivationApprovalId, limit: number): Promise<readonly string[]>;
}

import type { ExecutionId, Problem, Receipt } from '@evenkeel/domain';
import type { Listed, ListRequest } from '../listed.js';

/** A record that an execution did not simply create or find unchanged. */
export interface RecordOutcome {
  readonly externalId: string | null;
  readonly outcome: string;
  readonly problem: Problem | null;
  /** The provider's record as it came, kept where it could not be applied. */
  readonly raw: string | null;
}

/** What executions did, in the end. */
export interface ReceiptRepository {
  /** The caller holds the lock of the execution. */
  save(id: ExecutionId, receipt: Receipt): Promise<void>;
  find(id: ExecutionId): Promise<Receipt | undefined>;
  /** The records of which an outcome row is kept, in the order in which they were applied. */
  outcomes(id: ExecutionId, request: ListRequest): Promise<Listed<RecordOutcome>>;
}

import {
  referenceSetOf,
  type Execution,
  type ExecutionId,
  type Job,
  type ReferenceSet,
} from '@evenkeel/domain';
import type { Transaction } from '@evenkeel/ports';

/** An execution with what it stands on, which does not change while it lives. */
export interface LoadedExecution {
  readonly execution: Execution;
  /** As it was when the execution began, whatever became of it since. */
  readonly job: Job;
  /** What the job keeps of its stream. */
  readonly references: ReferenceSet;
}

/** Not locked. Undefined if there is no such execution. */
export async function loadExecution(tx: Transaction, id: ExecutionId): Promise<LoadedExecution | undefined> {
  const execution = await tx.executions.find(id);
  return execution && loadPinned(tx, execution);
}

/** The same for an execution that the caller has locked, or is about to store. */
export async function loadPinned(tx: Transaction, execution: Execution): Promise<LoadedExecution> {
  const { id, jobId, jobRevision } = execution;
  const job = await tx.jobs.find(jobId, jobRevision);
  if (job === undefined)
    throw new Error(`Revision ${jobRevision} of the job of execution ${id} does not exist`);
  return { execution, job, references: referenceSetOf(job) };
}

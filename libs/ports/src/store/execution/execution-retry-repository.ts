import type { Execution, JobId } from '@evenkeel/domain';

/** Ended executions that are tried again by themselves, and dead letters: those that exhausted their retries. */
export interface ExecutionRetryRepository {
  /** No ended bulk execution of this job is tried again by itself. */
  cancel(jobId: JobId): Promise<void>;
  /** Nothing of this job is tried again by itself, and none of its runs waits for a person as a dead letter. */
  giveUp(jobId: JobId): Promise<void>;
  /** The dead letters that this execution, which did what it should, stands in for: those of its job, or the one it tried again. */
  resolveDeadLetters(done: Execution): Promise<void>;
}

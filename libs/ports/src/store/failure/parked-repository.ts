import type { ExecutionId, FailureId, JobId, ReferenceSet } from '@evenkeel/domain';
import type { ArrivedRecords } from '../engine/due-repository.js';
import type { Listed, ListRequest } from '../listed.js';

/** A record that waits for another. */
export interface ParkedRecord {
  readonly id: FailureId;
  readonly jobId: JobId;
  readonly jobName: string;
  readonly externalId: string;
  /** Name of the link. */
  readonly link: string;
  /** Stream, record type and external id of what it waits for. */
  readonly stream: string;
  readonly recordType: string;
  readonly waitsFor: string;
  readonly since: Date;
  /** Null: what it waits for has not come; else when a run of it was asked for. */
  readonly releasedAt: Date | null;
  /** Whether it has waited longer than its job allows, and was told as a dead letter. */
  readonly isOverdue: boolean;
}

/** Failures that are parked. */
export interface ParkedRepository {
  list(jobId: JobId | undefined, request: ListRequest): Promise<Listed<ParkedRecord>>;
  /** Which of these, that are here now, parked records wait for, so many at most; undefined: none. Quick where nothing waits for the set. */
  awaited(
    set: ReferenceSet,
    externalIds: readonly string[],
    most: number,
  ): Promise<ArrivedRecords | undefined>;
  /** Locks those of these that wait and whose other record is here, and notes that a run of them is asked for; gives which. None while a run of many is under way. */
  release(jobId: JobId, ids: readonly FailureId[]): Promise<readonly FailureId[]>;
  /** Tells those of the job as dead letters that have waited longer than it allows; gives how many. */
  giveUp(jobId: JobId): Promise<number>;
  /** Closes those that this execution, whose listing is complete, has not listed and that were read before; gives how many. */
  forgetUnlisted(execution: {
    readonly id: ExecutionId;
    readonly jobId: JobId;
    readonly since: Date;
  }): Promise<number>;
}

import type { ExecutionId, JobId, Trigger, TriggerId, TriggerState } from '@evenkeel/domain';

export interface StoredTrigger extends Trigger {
  readonly state: TriggerState;
  readonly executionId: ExecutionId | null;
  readonly acceptedAt: Date;
}

export interface TriggerRepository {
  /** Stores it as `accepted`. */
  insert(trigger: Trigger): Promise<void>;
  find(id: TriggerId): Promise<StoredTrigger | undefined>;
  lock(id: TriggerId): Promise<StoredTrigger | undefined>;
  settle(
    id: TriggerId,
    state: Exclude<TriggerState, 'accepted'>,
    executionId: ExecutionId | null,
  ): Promise<void>;
  /** Settles all of a job that wait for an answer as `skipped`. */
  skipAll(jobId: JobId): Promise<void>;
  /**
   * Triggers still `accepted` although older than `olderThanMs` and although nothing says that they are to wait: their
   * message was lost. Oldest first.
   */
  listUnanswered(
    olderThanMs: number,
    limit: number,
  ): Promise<readonly { triggerId: TriggerId; jobId: JobId }[]>;
}

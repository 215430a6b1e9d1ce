import type { ChangeRunFacts, ExecutionId, JobId } from '@evenkeel/domain';
import type { PushedVersion } from './push-answer-repository.js';

/** Local changes as what starts runs. A change is fresh until a run is asked for that takes it, or has left it behind. */
export interface ChangeRunRepository {
  /** What is known of a job. `now`: by the clock of the database. */
  factsOf(jobId: JobId): Promise<ChangeRunFacts>;
  /**
   * Ids of records with fresh changes, and of those whose time has come again; they are marked as taken. Changes that a session holds are left out: once it
   * ends they are fresh.
   */
  take(jobId: JobId, now: Date): Promise<readonly string[]>;
  /** Of what an execution has looked at and left: it was tried, unless it was changed again meanwhile. */
  noteTried(jobId: JobId, left: readonly PushedVersion[], executionId: ExecutionId): Promise<void>;
}

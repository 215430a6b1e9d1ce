import type { FullHistory, JobId } from '@evenkeel/domain';

/** What the full runs of jobs were like, for the decision whether the next one is due. */
export interface FullExecutionRepository {
  /** With at most 20 full runs. The job is there. */
  history(jobId: JobId): Promise<FullHistory>;
}

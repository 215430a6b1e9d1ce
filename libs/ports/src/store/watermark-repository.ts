import type { ExecutionId, JobId, Watermark } from '@evenkeel/domain';

export interface WatermarkRepository {
  find(jobId: JobId): Promise<Watermark | undefined>;
  /** Makes it the job's watermark and appends it to the history. */
  save(jobId: JobId, watermark: Watermark, executionId: ExecutionId): Promise<void>;
}

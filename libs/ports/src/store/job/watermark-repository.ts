import type { ExecutionId, JobId, SavedWatermark, Watermark } from '@evenkeel/domain';
import type { Listed, ListRequest } from '../listed.js';

/** One line of what became of a watermark: an execution moved it, or a person set or cleared it. */
export interface WatermarkChange extends SavedWatermark {
  readonly executionId: ExecutionId | null;
  readonly actor: string | null;
}

export interface WatermarkRepository {
  find(jobId: JobId): Promise<Watermark | undefined>;
  /** Makes it the job's watermark and appends it to the history. */
  save(jobId: JobId, watermark: Watermark, executionId: ExecutionId): Promise<void>;
  /** The same on behalf of a person; null clears it. */
  edit(jobId: JobId, watermark: Watermark | null, actor: string): Promise<void>;
  /** Newest first. */
  history(jobId: JobId, request: ListRequest): Promise<Listed<WatermarkChange>>;
}

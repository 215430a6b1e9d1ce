import type { RequestOf, WatermarkView } from '@evenkeel/contracts-admin';
import { decideWatermarkEdit } from '@evenkeel/domain';
import { Logger, Store } from '@evenkeel/ports';
import type { Caller } from '../caller.js';
import { findJob } from '../jobs/find-job.js';
import { viewWatermark } from './show-watermark.js';

/** Sets or clears the watermark of a job that is not under way. */
export class SetWatermarkUseCase {
  constructor(
    private readonly store: Store,
    private readonly log: Logger,
  ) {}

  /** Rejects with `request.wrong_state` while a bulk run of the job is queued or active. */
  async set(
    { tenantId, actor }: Caller,
    { job: reference, watermark }: RequestOf<'setWatermark'>,
  ): Promise<WatermarkView> {
    const view = await this.store.of(tenantId).transaction(async (tx) => {
      const job = await findJob(tx, reference);
      // Nothing can be opened for the job until this is committed.
      const { active, queued } = await tx.executions.lockBulkOf(job.id);
      const underWay = (active ?? queued)?.id;
      const kept = decideWatermarkEdit(watermark, { underWay, now: await tx.now() });
      await tx.watermarks.edit(job.id, kept, actor);
      return viewWatermark(tx, job);
    });
    this.log.info('watermark set', { jobId: view.job.id, actor, watermark: view.watermark?.value ?? null });
    return view;
  }
}

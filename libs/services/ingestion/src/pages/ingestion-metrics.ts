import type { PageFetched } from '@evenkeel/contracts-messages';
import { OUTCOMES, type JobId } from '@evenkeel/domain';
import { Clock, Meter, type Counter, type Histogram } from '@evenkeel/ports';
import type { Applied } from '../steps/account.js';

export class IngestionMetrics {
  private readonly pages: Counter;
  private readonly latency: Histogram;
  private readonly records: Counter;
  private readonly inactivated: Counter;

  constructor(
    meter: Meter,
    private readonly clock: Clock,
  ) {
    this.pages = meter.counter('pages_applied_total');
    this.latency = meter.histogram('page_latency_seconds');
    this.records = meter.counter('records_total');
    this.inactivated = meter.counter('records_inactivated_total');
  }

  /** `pages`: what was applied, or lay beside it; those that were applied before are not told apart. */
  countApplied(
    { pages: count, outcomes, inactivated }: Applied,
    { jobId, pages }: { readonly jobId: JobId; readonly pages: readonly Pick<PageFetched, 'observedAt'>[] },
  ): void {
    const nowMs = this.clock.now().getTime();
    this.pages.add(count);
    for (const { observedAt } of pages)
      this.latency.observe(Math.max(0, nowMs - Date.parse(observedAt)) / 1000);
    for (const outcome of OUTCOMES)
      if (outcomes[outcome] > 0) this.records.add(outcomes[outcome], { job_id: jobId, outcome });
    if (inactivated > 0) this.inactivated.add(inactivated);
  }
}

import { OUTCOMES } from '@evenkeel/domain';
import { Meter, type Counter } from '@evenkeel/ports';
import type { Applied } from '../steps/account.js';

export class IngestionMetrics {
  private readonly pages: Counter;
  private readonly records: Counter;
  private readonly inactivated: Counter;

  constructor(meter: Meter) {
    this.pages = meter.counter({ name: 'pages_applied_total', help: 'Pages committed to the store' });
    this.records = meter.counter({
      name: 'records_total',
      help: 'Records committed to the store, by outcome',
      labels: ['outcome'],
    });
    this.inactivated = meter.counter({
      name: 'records_inactivated_total',
      help: 'Records that were found to be gone at their provider',
    });
  }

  countApplied({ pages, outcomes, inactivated }: Applied): void {
    this.pages.add(pages);
    for (const outcome of OUTCOMES)
      if (outcomes[outcome] > 0) this.records.add(outcomes[outcome], { outcome });
    if (inactivated > 0) this.inactivated.add(inactivated);
  }
}

import { addCounts, countInputs, OUTCOMES, type PagePlan } from '@evenkeel/domain';
import { Meter, type Counter } from '@evenkeel/ports';

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

  countInactivated(records: number): void {
    if (records > 0) this.inactivated.add(records);
  }

  countApplied(plan: PagePlan): void {
    const { outcomes } = addCounts(plan.inputs.map(countInputs));
    this.pages.add(plan.inputs.length);
    for (const outcome of OUTCOMES)
      if (outcomes[outcome] > 0) this.records.add(outcomes[outcome], { outcome });
  }
}

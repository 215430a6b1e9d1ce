import type { ErrorClass } from '@evenkeel/domain';
import { Meter, type Counter } from '@evenkeel/ports';

export class ExecutorMetrics {
  private readonly pages: Counter;
  private readonly records: Counter;
  private readonly unpublished: Counter;
  private readonly failures: Counter;

  constructor(meter: Meter) {
    this.pages = meter.counter('pages_fetched_total');
    this.records = meter.counter('records_fetched_total');
    this.unpublished = meter.counter('pages_unpublished_total');
    this.failures = meter.counter('chunk_failures_total');
  }

  countPage(records: number): void {
    this.pages.add(1);
    this.records.add(records);
  }

  countUnpublished(pages: number): void {
    this.unpublished.add(pages);
  }

  countFailure(errorClass: ErrorClass): void {
    this.failures.add(1, { error_class: errorClass });
  }
}

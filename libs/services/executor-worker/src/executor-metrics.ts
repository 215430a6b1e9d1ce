import type { ErrorClass } from '@evenkeel/domain';
import { Meter, type Counter } from '@evenkeel/ports';

export class ExecutorMetrics {
  private readonly pages: Counter;
  private readonly records: Counter;
  private readonly unpublished: Counter;
  private readonly failures: Counter;

  constructor(meter: Meter) {
    this.pages = meter.counter({ name: 'pages_fetched_total', help: 'Pages fetched from providers' });
    this.records = meter.counter({ name: 'records_fetched_total', help: 'Records fetched from providers' });
    this.unpublished = meter.counter({
      name: 'pages_unpublished_total',
      help: 'Pages the bus would not take, to be published again',
    });
    this.failures = meter.counter({
      name: 'chunk_failures_total',
      help: 'Chunks given up, by error class',
      labels: ['error_class'],
    });
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

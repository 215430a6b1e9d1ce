import type { Execution } from '@evenkeel/domain';
import { Meter, type Counter, type Histogram } from '@evenkeel/ports';

const DURATION_BUCKETS_S = [1, 5, 15, 60, 300, 900, 3600];

/** Counts executions that ended, in whatever service and way: each service that ends some has one, on its own meter. */
export class ExecutionMetrics {
  private readonly ended: Counter;
  private readonly seconds: Histogram;

  constructor(meter: Meter) {
    this.ended = meter.counter({
      name: 'executions_total',
      help: 'Executions that ended, by status',
      labels: ['status'],
    });
    this.seconds = meter.histogram({
      name: 'execution_duration_seconds',
      help: 'From the start of an execution to its end',
      labels: ['status'],
      buckets: DURATION_BUCKETS_S,
    });
  }

  /** To be called after the commit, for a transaction may run twice. One that never started has no duration. */
  countEnded({ status, startedAt, finishedAt }: Execution): void {
    this.ended.add(1, { status });
    if (startedAt === null || finishedAt === null) return;
    this.seconds.observe((finishedAt.getTime() - startedAt.getTime()) / 1000, { status });
  }
}

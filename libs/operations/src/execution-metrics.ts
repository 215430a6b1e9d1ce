import type { Execution } from '@evenkeel/domain';
import { Meter, type Counter, type Histogram } from '@evenkeel/ports';

/** Counts executions that ended, in whatever service and way: each service that ends some has one, on its own meter. */
export class ExecutionMetrics {
  private readonly ended: Counter;
  private readonly seconds: Histogram;

  constructor(meter: Meter) {
    this.ended = meter.counter('executions_total');
    this.seconds = meter.histogram('execution_duration_seconds');
  }

  /** To be called after the commit, for a transaction may run twice. One that never started has no duration. */
  countEnded({ jobId, status, triggerKind, startedAt, finishedAt }: Execution): void {
    this.ended.add(1, { job_id: jobId, status, trigger: triggerKind });
    if (startedAt === null || finishedAt === null) return;
    this.seconds.observe((finishedAt.getTime() - startedAt.getTime()) / 1000, {
      job_id: jobId,
      status,
    });
  }
}

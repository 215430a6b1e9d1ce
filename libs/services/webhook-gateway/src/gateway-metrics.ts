import { Clock, Meter, type Counter, type Histogram } from '@evenkeel/ports';

export class GatewayMetrics {
  private readonly deliveries: Counter;
  private readonly seconds: Histogram;

  constructor(
    meter: Meter,
    private readonly clock: Clock,
  ) {
    this.deliveries = meter.counter('webhook_deliveries_total');
    this.seconds = meter.histogram('webhook_delivery_duration_seconds');
  }

  /** Counts a delivery by what became of it: what rejects was refused. */
  async count<Answer extends string>(taking: () => Promise<Answer>): Promise<Answer> {
    const startedMs = this.clock.monotonicMs();
    let result: Answer | 'refused' = 'refused';
    try {
      result = await taking();
      this.seconds.observe((this.clock.monotonicMs() - startedMs) / 1000);
      return result;
    } finally {
      this.deliveries.add(1, { result });
    }
  }
}

import type { DeliveryAnswer } from './delivery-answer.js';
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
  async count(taking: () => Promise<DeliveryAnswer>): Promise<DeliveryAnswer> {
    const startedMs = this.clock.monotonicMs();
    let result = 'refused';
    try {
      const answer = await taking();
      result = 'challenge' in answer ? 'challenge' : answer.status;
      this.seconds.observe((this.clock.monotonicMs() - startedMs) / 1000);
      return answer;
    } finally {
      this.deliveries.add(1, { result });
    }
  }
}

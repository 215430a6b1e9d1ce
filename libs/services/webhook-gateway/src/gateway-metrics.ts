import { Meter, type Counter } from '@evenkeel/ports';

export class GatewayMetrics {
  private readonly deliveries: Counter;

  constructor(meter: Meter) {
    this.deliveries = meter.counter({
      name: 'webhook_deliveries_total',
      help: 'Webhook deliveries, by what became of them',
      labels: ['result'],
    });
  }

  countDelivery(result: string): void {
    this.deliveries.add(1, { result });
  }
}

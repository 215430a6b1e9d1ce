import type { ChannelKind } from '@evenkeel/domain';
import { Meter, type Counter } from '@evenkeel/ports';

export class NotificationMetrics {
  private readonly attempts: Counter;

  constructor(meter: Meter) {
    this.attempts = meter.counter('notification_attempts_total');
  }

  attempted(channel: ChannelKind, outcome: 'sent' | 'failed'): void {
    this.attempts.add(1, { channel, outcome });
  }
}

import type { ChannelKind } from '@evenkeel/domain';
import { Meter, type Counter } from '@evenkeel/ports';

export class NotificationMetrics {
  private readonly attempts: Counter;

  constructor(meter: Meter) {
    this.attempts = meter.counter({
      name: 'notification_attempts_total',
      help: 'Attempts to send notifications to channels',
      labels: ['channel', 'outcome'],
    });
  }

  attempted(channel: ChannelKind, outcome: 'sent' | 'failed'): void {
    this.attempts.add(1, { channel, outcome });
  }
}

import { Meter, type Counter, type TopicCounts } from '@evenkeel/ports';

export class TriggerMetrics {
  private readonly messages: Counter;

  constructor(meter: Meter) {
    this.messages = meter.counter('trigger_messages_total');
  }

  count(topic: string, counts: TopicCounts): void {
    for (const [result, count] of Object.entries(counts) as [string, number][])
      if (count > 0) this.messages.add(count, { topic, result });
  }
}

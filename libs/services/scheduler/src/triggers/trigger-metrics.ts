import { Meter, type Counter, type TopicCounts } from '@evenkeel/ports';

export class TriggerMetrics {
  private readonly messages: Counter;

  constructor(meter: Meter) {
    this.messages = meter.counter({
      name: 'trigger_messages_total',
      help: 'Messages of other systems on topics that are listened to, by what became of them: accepted, ignored, repeated, rejected',
      labels: ['topic', 'result'],
    });
  }

  count(topic: string, counts: TopicCounts): void {
    for (const [result, count] of Object.entries(counts) as [string, number][])
      if (count > 0) this.messages.add(count, { topic, result });
  }
}

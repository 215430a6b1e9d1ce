import type { Gauge, Logger } from '@evenkeel/ports';
import type { Admin } from 'kafkajs';
import type { TopicKeeper } from './topic-keeper.js';

export interface WatchedConsumer {
  readonly service: string;
  readonly groupId: string;
  /** As they are called at the broker. */
  readonly topics: readonly string[];
  readonly rejoin: (why: string) => void;
}

export interface LagWatchOptions {
  readonly topics: TopicKeeper;
  readonly logger: Logger;
  readonly depth: Gauge;
  /** The topic as the contracts call it. */
  readonly plainName: (topic: string) => string;
  readonly consumers: () => readonly WatchedConsumer[];
}

/** Looks how many messages wait for each service, and whether a topic has vanished meanwhile. */
export class LagWatch {
  constructor(private readonly options: LagWatchOptions) {}

  /** Does not reject: a broker that is away is reported by those who need it. */
  async look(): Promise<void> {
    try {
      for (const consumer of this.options.consumers()) {
        if (consumer.topics.length > 0) await this.#lookAt(consumer);
      }
    } catch (error) {
      this.options.logger.debug('The lag is not known', { error: String(error) });
    }
  }

  async #lookAt({ service, groupId, topics, rejoin }: WatchedConsumer): Promise<void> {
    const made = await this.options.topics.make(topics);
    if (made.length > 0) rejoin('topics had vanished');
    for (const topic of topics) {
      const lag = await this.options.topics.ask((admin) => lagOf(admin, groupId, topic));
      this.options.depth.set(lag, { topic: this.options.plainName(topic), service });
    }
  }
}

export async function lagOf(admin: Admin, groupId: string, topic: string): Promise<number> {
  const [[group], ends] = await Promise.all([
    admin.fetchOffsets({ groupId, topics: [topic] }),
    admin.fetchTopicOffsets(topic),
  ]);
  const committed = new Map(group?.partitions.map(({ partition, offset }) => [partition, Number(offset)]));
  return ends.reduce((sum, { partition, high, low }) => {
    const from = Math.max(committed.get(partition) ?? 0, Number(low));
    return sum + Math.max(Number(high) - from, 0);
  }, 0);
}

import {
  type Counter,
  type ForeignHandling,
  ForeignTopics,
  type Gauge,
  type ListenedTopic,
  type ListenedTopicState,
  type Logger,
  type Timers,
} from '@evenkeel/ports';
import type { Kafka } from 'kafkajs';
import type { TopicKeeper } from '../topic-keeper.js';
import { registerForeignCodecs } from './foreign-codecs.js';
import { TopicListener } from './topic-listener.js';

export interface KafkaForeignTopicsOptions {
  readonly kafka: Kafka;
  readonly topics: TopicKeeper;
  readonly timers: Timers;
  readonly logger: Logger;
  readonly delivered: Counter;
  readonly depth: Gauge;
  /** Put before groups. */
  readonly prefix: string;
}

export class KafkaForeignTopics extends ForeignTopics {
  readonly #listeners = new Map<string, TopicListener>();
  #leaving: Promise<unknown> = Promise.resolve();
  #stopped = false;

  constructor(private readonly options: KafkaForeignTopicsOptions) {
    super();
  }

  override listen(topics: readonly ListenedTopic[], handling: ForeignHandling): void {
    if (this.#stopped) return;
    registerForeignCodecs();
    const wanted = new Set(topics.map(({ topic }) => topic));
    for (const [topic, listener] of this.#listeners) {
      if (wanted.has(topic)) continue;
      this.#listeners.delete(topic);
      this.#leaving = Promise.all([this.#leaving, listener.stop()]);
    }
    for (const listened of topics) if (!this.#listeners.has(listened.topic)) this.#begin(listened, handling);
  }

  override states(): readonly ListenedTopicState[] {
    return [...this.#listeners.values()].map(({ state }) => state);
  }

  async stop(): Promise<void> {
    this.#stopped = true;
    await Promise.all([...this.#listeners.values()].map((listener) => listener.stop()));
    await this.#leaving;
  }

  #begin(listened: ListenedTopic, handling: ForeignHandling): void {
    const groupId = `${this.options.prefix}evenkeel.triggers.${listened.topic}`;
    const listener = new TopicListener({ ...this.options, ...listened, groupId, handling });
    this.#listeners.set(listened.topic, listener);
    listener.start();
  }
}

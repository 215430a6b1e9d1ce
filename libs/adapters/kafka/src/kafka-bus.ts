import {
  EVENTS_TOPIC,
  type LifecycleEvent,
  type MessageDefinition,
  type PayloadOf,
  type ServiceName,
} from '@evenkeel/contracts-messages';
import {
  type Counter,
  type Logger,
  MessageBus,
  type Meter,
  type PageSpill,
  type Repeating,
  type StuckMessages,
  type Subscription,
  type Timers,
} from '@evenkeel/ports';
import type { Kafka } from 'kafkajs';
import { atMost } from './deadline.js';
import { eventRecord } from './event-record.js';
import { KafkaForeignTopics } from './foreign/kafka-foreign-topics.js';
import { kafkaClient, type KafkaSecurity } from './kafka-client.js';
import { LagWatch, type WatchedConsumer } from './lag-watch.js';
import { toRecord } from './message-format.js';
import { Sender } from './sender.js';
import { ServiceConsumer } from './service-consumer.js';
import { TopicInbox, type TraceMarks } from './topic-inbox.js';
import { TopicKeeper } from './topic-keeper.js';

export interface KafkaBusOptions {
  /** `host:port` of at least one broker. */
  readonly brokers: readonly string[];
  /** How the brokers are spoken to. Default: in the clear, without a name. */
  readonly security?: KafkaSecurity | undefined;
  /** Who publishes, as `ce_source` and Kafka client id. Default `evenkeel`. */
  readonly source?: string;
  readonly stuckMessages: StuckMessages;
  /** For what the broker does not take. */
  readonly spill: PageSpill;
  readonly timers: Timers;
  readonly logger: Logger;
  readonly meter: Meter;
  /** What messages follow from; left out: nothing is followed. */
  readonly traces?: TraceMarks;
  /** Consuming has ended for a reason that waiting does not heal: the process is to end. An outage never calls it. */
  readonly onFatal: (error: unknown) => void;
  /** Put before topics and groups, so that several installations can share a broker. Default none. */
  readonly prefix?: string;
  /** How many keys of one subscription are handled at the same time. Default 8. */
  readonly parallelKeys?: number;
  /** A publish that Kafka has not taken by then rejects. Default 10 s. */
  readonly publishDeadlineMs?: number;
}

const PARALLEL_KEYS = 8;
const PUBLISH_WITHIN_MS = 10_000;
const LOOK_EVERY_MS = 5_000;

/** The bus between processes. Each service is one consumer group; its replicas share the partitions. */
export class KafkaBus extends MessageBus {
  /** Topics that others write to; they end with the bus. */
  readonly foreign: KafkaForeignTopics;
  readonly #kafka: Kafka;
  readonly #topics: TopicKeeper;
  readonly #sender: Sender;
  readonly #watch: LagWatch;
  readonly #consumers = new Map<ServiceName, ServiceConsumer>();
  readonly #delivered: Counter;
  readonly #crashes: Counter;
  #looking: Repeating | undefined;
  #started = false;
  #stopped: Promise<void> | undefined;

  constructor(private readonly options: KafkaBusOptions) {
    super();
    const { brokers, security, timers, logger, meter, spill, source = 'evenkeel' } = options;
    this.#kafka = kafkaClient({ brokers, security, clientId: source, logger });
    this.#topics = new TopicKeeper({ kafka: this.#kafka, timers, logger });
    const deadlineMs = options.publishDeadlineMs ?? PUBLISH_WITHIN_MS;
    this.#sender = new Sender({ kafka: this.#kafka, topics: this.#topics, spill, timers, deadlineMs });
    this.#delivered = meter.counter('messages_total');
    this.#crashes = meter.counter('consumer_crashes_total');
    const depth = meter.gauge('queue_depth_messages');
    const [kafka, topics, delivered, prefix] = [this.#kafka, this.#topics, this.#delivered, this.#prefix];
    this.foreign = new KafkaForeignTopics({ kafka, topics, timers, logger, delivered, depth, prefix });
    this.#watch = new LagWatch({
      topics,
      logger,
      depth,
      plainName: (topic) => topic.slice(this.#prefix.length),
      consumers: () => [...this.#consumers].map(([service, consumer]) => watched(service, consumer)),
    });
  }

  /** Whether every consumer is a member of its group. */
  get isConnected(): boolean {
    return [...this.#consumers.values()].every((consumer) => consumer.isJoined);
  }

  /** @throws SyncError `system.broker` when Kafka did not take the messages in time; it may have them all the same. */
  override async publish<Definition extends MessageDefinition>(
    definition: Definition,
    payloads: readonly PayloadOf<Definition>[],
  ): Promise<void> {
    if (payloads.length === 0) return;
    const source = this.options.source ?? 'evenkeel';
    const records = payloads.map((payload) =>
      toRecord(definition, payload, source, this.options.traces?.markOf(payload)),
    );
    await this.#sender.send(this.#prefix + definition.topic, records);
  }

  /** Rejects as {@link publish} does. */
  override async tell(events: readonly LifecycleEvent[]): Promise<void> {
    if (events.length > 0) await this.#sender.send(this.#prefix + EVENTS_TOPIC, events.map(eventRecord));
  }

  /** Also taken after {@link start}, so that the services of a process can join one after the other. */
  override subscribe<Definition extends MessageDefinition>(
    definition: Definition,
    { service, handle, batch = 1 }: Subscription<Definition>,
  ): void {
    const topic = this.#prefix + definition.topic;
    const consumer = this.#consumerOf(service);
    if (consumer.topics.includes(topic))
      throw new Error(`${service} has subscribed to ${definition.topic} already`);
    const { stuckMessages, spill, timers, logger, traces, parallelKeys = PARALLEL_KEYS } = this.options;
    consumer.add(
      topic,
      new TopicInbox({
        definition,
        service,
        // Each payload is parsed with this definition before it is handed over.
        handle: handle as (payloads: readonly unknown[]) => Promise<void>,
        batch,
        parallelKeys,
        stuckMessages,
        spill,
        timers,
        logger,
        ...(traces === undefined ? {} : { traces }),
        delivered: this.#delivered,
        onRoom: () => consumer.resume(topic),
      }),
    );
    if (this.#started) consumer.start();
  }

  /** Resolves at once: members join, and join again after any outage, in the background. */
  override async start(): Promise<void> {
    if (this.#started) return;
    this.#started = true;
    for (const consumer of this.#consumers.values()) consumer.start();
    this.#looking = this.options.timers.every(LOOK_EVERY_MS, () => this.#watch.look());
  }

  override stop(): Promise<void> {
    this.#stopped ??= this.#drain();
    return this.#stopped;
  }

  /** Handlers under way may still publish. */
  async #drain(): Promise<void> {
    await Promise.all([...this.#consumers.values(), this.foreign].map((consumer) => consumer.stop()));
    await this.#sender.close();
    // A look may hang at a broker that is away.
    if (this.#looking !== undefined) await atMost(this.options.timers, 1_000, this.#looking.stop());
    await this.#topics.close();
  }

  get #prefix(): string {
    return this.options.prefix ?? '';
  }

  #consumerOf(service: ServiceName): ServiceConsumer {
    let consumer = this.#consumers.get(service);
    if (consumer === undefined) {
      const { timers, logger, onFatal } = this.options;
      consumer = new ServiceConsumer({
        service,
        groupId: `${this.#prefix}evenkeel.${service}`,
        kafka: this.#kafka,
        topics: this.#topics,
        timers,
        logger,
        crashes: this.#crashes,
        onFatal,
      });
      this.#consumers.set(service, consumer);
    }
    return consumer;
  }
}

function watched(service: ServiceName, consumer: ServiceConsumer): WatchedConsumer {
  return {
    service,
    groupId: consumer.groupId,
    topics: consumer.topics,
    rejoin: (why) => consumer.rejoin(why),
  };
}

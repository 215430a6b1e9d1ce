import type { LifecycleEvent, MessageDefinition, PayloadOf, ServiceName } from '@evenkeel/contracts-messages';
import { SyncError } from '@evenkeel/domain';
import {
  type Counter,
  type Gauge,
  type Logger,
  MessageBus,
  type Meter,
  type StuckMessages,
  type Subscription,
  type Timers,
} from '@evenkeel/ports';
import { Inbox } from './inbox.js';

const PARALLEL_KEYS = 8;
/** Messages kept for a service that has not subscribed yet; beyond that the oldest are lost, as any message may be. */
const KEPT_FOR_LATECOMERS = 1_000;

export interface InProcessBusOptions {
  readonly stuckMessages: StuckMessages;
  readonly timers: Timers;
  readonly logger: Logger;
  readonly meter: Meter;
  /** How many keys of one subscription are handled at the same time. Default 8. */
  readonly parallelKeys?: number;
}

type Payload = PayloadOf<MessageDefinition>;

interface Topic {
  readonly inboxes: Map<ServiceName, Inbox<Payload>>;
  /** For services that the definition names and that have not subscribed yet. */
  readonly kept: Map<ServiceName, Payload[]>;
}

/**
 * The bus of a single process. Payloads are handed over as they are, frozen and not parsed: they never leave the
 * process, so the compiler has checked their shape. What is queued when the process ends is lost; rows bring it back.
 */
export class InProcessBus extends MessageBus {
  readonly #topics = new Map<string, Topic>();
  readonly #depth: Gauge;
  readonly #delivered: Counter;
  #started = false;
  #stopped: Promise<void> | undefined;
  #closed = false;

  constructor(private readonly options: InProcessBusOptions) {
    super();
    this.#depth = options.meter.gauge('queue_depth_messages');
    this.#delivered = options.meter.counter('messages_total');
  }

  override async publish<Definition extends MessageDefinition>(
    definition: Definition,
    payloads: readonly PayloadOf<Definition>[],
  ): Promise<void> {
    if (this.#closed) throw new SyncError('system.broker', 'The in-process bus is stopped');
    const { inboxes, kept } = this.#topicOf(definition);
    for (const payload of payloads) {
      const key = definition.key(payload);
      Object.freeze(payload);
      for (const inbox of inboxes.values()) inbox.put(key, payload);
      for (const waiting of kept.values()) {
        waiting.push(payload);
        if (waiting.length > KEPT_FOR_LATECOMERS) waiting.shift();
      }
    }
  }

  override async tell(_: readonly LifecycleEvent[]): Promise<void> {}

  /** Also taken after {@link start}, so that the services of a process can join one after the other. */
  override subscribe<Definition extends MessageDefinition>(
    definition: Definition,
    subscription: Subscription<Definition>,
  ): void {
    const { service, batch = 1 } = subscription;
    const { inboxes, kept } = this.#topicOf(definition);
    if (inboxes.has(service)) throw new Error(`${service} has subscribed to ${definition.topic} already`);
    const { stuckMessages, timers, logger, parallelKeys = PARALLEL_KEYS } = this.options;
    const inbox = new Inbox<Payload>({
      topic: definition.topic,
      service,
      key: definition.key,
      // Every publisher on this topic uses the same definition.
      handle: subscription.handle as (payloads: readonly Payload[]) => Promise<void>,
      parallelKeys,
      batch,
      stuckMessages,
      timers,
      logger,
      depth: this.#depth,
      delivered: this.#delivered,
    });
    inboxes.set(service, inbox);
    for (const payload of kept.get(service) ?? []) inbox.put(definition.key(payload), payload);
    kept.delete(service);
    if (this.#started) inbox.open();
  }

  override async start(): Promise<void> {
    this.#started = true;
    for (const inbox of this.#inboxes()) inbox.open();
  }

  override stop(): Promise<void> {
    this.#stopped ??= this.#drain();
    return this.#stopped;
  }

  /** Handlers under way may still publish: it is taken and, like everything queued, left to the rows. */
  async #drain(): Promise<void> {
    await Promise.all(this.#inboxes().map((inbox) => inbox.close()));
    this.#closed = true;
  }

  #topicOf({ topic, to }: MessageDefinition): Topic {
    let known = this.#topics.get(topic);
    if (known === undefined) {
      known = { inboxes: new Map(), kept: new Map(to.map((service) => [service, []])) };
      this.#topics.set(topic, known);
    }
    return known;
  }

  #inboxes(): Inbox<Payload>[] {
    return [...this.#topics.values()].flatMap(({ inboxes }) => [...inboxes.values()]);
  }
}

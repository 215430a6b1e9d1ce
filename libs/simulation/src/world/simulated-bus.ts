import {
  pageFetched,
  type MessageDefinition,
  type PayloadOf,
  type ServiceName,
} from '@evenkeel/contracts-messages';
import { MessageBus, type Subscription } from '@evenkeel/ports';
import type { SeededRandom } from './seeded-random.js';

export interface InFlight {
  readonly number: number;
  readonly topic: string;
  readonly service: ServiceName;
  readonly payload: unknown;
  /** It is not delivered before this moment of virtual time. */
  dueAtMs: number;
  /** How often its handler failed. */
  failures: number;
}

/** Chances, from 0 to 1. */
export interface BusFaults {
  readonly lose: number;
  readonly double: number;
  /** For up to {@link LONGEST_DELAY_MS}: long enough that its sender may have lost its lease. */
  readonly delay: number;
}

export interface Delivery {
  readonly message: InFlight;
  readonly owner: string;
}

type Handler = (payloads: readonly unknown[]) => Promise<void>;

/** After so many failures the runner keeps the message as stuck and goes on. */
const MOST_FAILURES = 5;
const USUAL_DELAY_MS = 1_000;
const LONGEST_DELAY_MS = 30_000;

/** Holds every message until the scheduler delivers it: in any order, perhaps twice, perhaps never. */
export class SimulatedBus {
  private readonly handlers = new Map<string, Map<string, Handler>>();
  private waiting: InFlight[] = [];
  private published = 0;
  stuck = 0;

  constructor(
    private readonly random: SeededRandom,
    private faults: BusFaults,
    private readonly nowMs: () => number,
  ) {}

  stopFaults(): void {
    this.faults = { lose: 0, double: 0, delay: 0 };
    for (const message of this.waiting) message.dueAtMs = 0;
  }

  get isEmpty(): boolean {
    return this.waiting.length === 0;
  }

  publish({ topic, to }: Pick<MessageDefinition, 'topic' | 'to'>, payloads: readonly unknown[]): void {
    for (const payload of payloads) for (const service of to) this.send(topic, service, payload);
  }

  subscribe(owner: string, service: ServiceName, topic: string, handle: Handler): void {
    const key = `${service} ${topic}`;
    const replicas = this.handlers.get(key) ?? new Map<string, Handler>();
    this.handlers.set(key, replicas.set(owner, handle));
  }

  /** Processes that take this message for this service. */
  listeners(service: string, topic: string): readonly string[] {
    return [...(this.handlers.get(`${service} ${topic}`)?.keys() ?? [])];
  }

  unsubscribe(owner: string): void {
    for (const replicas of this.handlers.values()) replicas.delete(owner);
  }

  /** Every message with every replica that could take it now; messages that failed come back in any order. */
  deliveries(isAwake: (owner: string) => boolean): readonly Delivery[] {
    this.waiting.sort((one, other) => one.number - other.number);
    const nowMs = this.nowMs();
    const due = this.waiting.filter(({ dueAtMs }) => dueAtMs <= nowMs);
    return due.flatMap((message) =>
      [...(this.handlersOf(message)?.keys() ?? [])].filter(isAwake).map((owner) => ({ message, owner })),
    );
  }

  /** Gives the message to the replica, now and then with others of its key, as a consumer that reads in batches does. */
  async deliver({ message, owner }: Delivery): Promise<void> {
    const handle = this.handlersOf(message)?.get(owner);
    if (handle === undefined) return;
    const batch = this.random.chance(0.4) ? this.withOthersOfItsChunk(message) : [message];
    this.waiting = this.waiting.filter((other) => !batch.includes(other));
    try {
      await handle(batch.map(({ payload }) => payload));
    } catch {
      for (const failed of batch) this.takeBack(failed);
    }
  }

  private send(topic: string, service: ServiceName, payload: unknown): void {
    const { lose, double, delay } = this.faults;
    if (this.random.chance(lose)) return;
    const copies = this.random.chance(double) ? 2 : 1;
    for (let copy = 0; copy < copies; copy += 1) {
      const longestMs = this.random.chance(0.3) ? LONGEST_DELAY_MS : USUAL_DELAY_MS;
      const delayMs = this.random.chance(delay) ? this.random.below(longestMs) : 0;
      const dueAtMs = this.nowMs() + delayMs;
      this.waiting.push({ number: ++this.published, topic, service, payload, dueAtMs, failures: 0 });
    }
  }

  private takeBack(message: InFlight): void {
    message.failures += 1;
    if (message.failures < MOST_FAILURES) this.waiting.push(message);
    else this.stuck += 1;
  }

  private handlersOf({ service, topic }: InFlight): Map<string, Handler> | undefined {
    return this.handlers.get(`${service} ${topic}`);
  }

  private withOthersOfItsChunk(message: InFlight): readonly InFlight[] {
    if (message.topic !== pageFetched.topic) return [message];
    const chunkOf = ({ payload }: InFlight) => (payload as PayloadOf<typeof pageFetched>).chunkId;
    const batch = this.waiting.filter(
      (other) => other.topic === message.topic && chunkOf(other) === chunkOf(message),
    );
    return batch.sort((one, other) => one.number - other.number);
  }
}

/** The bus as a service of one simulated process sees it. */
export class SimulatedBusPort extends MessageBus {
  constructor(private readonly bus: SimulatedBus) {
    super();
  }

  publish<Definition extends MessageDefinition>(
    definition: Definition,
    payloads: readonly PayloadOf<Definition>[],
  ): Promise<void> {
    this.bus.publish(definition, payloads);
    return Promise.resolve();
  }

  tell(): Promise<void> {
    return Promise.resolve();
  }

  subscribe<Definition extends MessageDefinition>(_: Definition, __: Subscription<Definition>): void {
    throw new Error('A simulated process subscribes its handlers through the world');
  }

  start(): Promise<void> {
    return Promise.resolve();
  }

  stop(): Promise<void> {
    return Promise.resolve();
  }
}

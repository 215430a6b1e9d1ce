import type { MessageDefinition, PayloadOf, ServiceName } from '@evenkeel/contracts-messages';
import { MessageBus, type Subscription } from '@evenkeel/ports';
import type { SeededRandom } from './seeded-random.js';

export interface InFlight {
  readonly topic: string;
  readonly service: ServiceName;
  readonly payload: unknown;
}

export interface Misbehaviour {
  /** Chances, from 0 to 1. */
  readonly lose: number;
  readonly double: number;
}

type Handler = (payloads: readonly unknown[]) => Promise<void>;

/** Holds every message until the scheduler delivers it: in any order, perhaps twice, perhaps never. */
export class SimulatedBus {
  private readonly handlers = new Map<string, { readonly owner: string; readonly handle: Handler }>();
  private waiting: InFlight[] = [];

  constructor(
    private readonly random: SeededRandom,
    private misbehaviour: Misbehaviour,
  ) {}

  behave(): void {
    this.misbehaviour = { lose: 0, double: 0 };
  }

  get isEmpty(): boolean {
    return this.deliverable().length === 0;
  }

  publish(definition: MessageDefinition, payloads: readonly unknown[]): void {
    for (const payload of payloads) {
      for (const service of definition.to) {
        if (this.random.chance(this.misbehaviour.lose)) continue;
        this.waiting.push({ topic: definition.topic, service, payload });
        if (this.random.chance(this.misbehaviour.double)) {
          this.waiting.push({ topic: definition.topic, service, payload });
        }
      }
    }
  }

  subscribe(owner: string, service: ServiceName, topic: string, handle: Handler): void {
    this.handlers.set(`${service} ${topic}`, { owner, handle });
  }

  unsubscribe(owner: string): void {
    for (const [key, handler] of this.handlers) if (handler.owner === owner) this.handlers.delete(key);
  }

  /** Takes any waiting message and gives it, with its handler's process; undefined if nobody could take one. */
  takeAny():
    | { readonly message: InFlight; readonly owner: string; readonly deliver: () => Promise<void> }
    | undefined {
    const candidates = this.deliverable();
    if (candidates.length === 0) return undefined;
    const message = this.random.pick(candidates);
    const handler = this.handlers.get(`${message.service} ${message.topic}`);
    if (handler === undefined) return undefined;
    this.waiting = this.waiting.filter((other) => other !== message);
    const again = (): void => void this.waiting.push(message);
    const deliver = (): Promise<void> => handler.handle([message.payload]).catch(again);
    return { message, owner: handler.owner, deliver };
  }

  private deliverable(): readonly InFlight[] {
    return this.waiting.filter(({ service, topic }) => this.handlers.has(`${service} ${topic}`));
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

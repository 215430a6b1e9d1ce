import { messageCatalog, livePageFetched, pageFetched } from '@evenkeel/contracts-messages';
import {
  Capacity,
  Connectors,
  Ids,
  Retention,
  ServiceStore,
  Store,
  type EventLog,
  type Handling,
  type Hooks,
  type ServiceDefinition,
} from '@evenkeel/ports';
import { DispatchSettings } from '@evenkeel/service-coordinator';
import { AcceptDelivery, StartDelivered } from '@evenkeel/service-webhook-gateway';
import { ExecutorSettings } from '@evenkeel/service-executor-worker';
import type { Stage } from '../database/stage.js';
import type { Transactions } from '../database/transactions.js';
import type { Removal } from '../mechanisms/removal.js';
import { SimulatedTopicsPort, type SimulatedTopic } from '../workload/topic/simulated-topic.js';
import { actingAs } from './acting.js';
import { roleOf, type Place } from './places.js';
import { provide, Resolver, type Provided } from './resolver.js';
import type { SeededRandom } from './seeded-random.js';
import { SimulatedBusPort, type SimulatedBus } from './simulated-bus.js';
import { portsOfProcess } from './simulated-ports.js';
import { HOSTED, isSimulated } from './simulated-services.js';
import { VirtualClock, VirtualTimers, type VirtualTime } from './virtual-time.js';
import { WatchedOutbox, WatchedStore } from './watched-store.js';

export interface Surroundings {
  readonly stage: Stage;
  readonly transactions: Transactions;
  readonly bus: SimulatedBus;
  readonly topic: SimulatedTopic;
  readonly time: VirtualTime;
  /** What a process reaches the provider through. */
  readonly connect: (timers: VirtualTimers, random: SeededRandom) => Connectors;
  readonly random: SeededRandom;
  readonly ids: Ids;
  readonly removal: Partial<Removal>;
  readonly windows: DispatchSettings;
}

/** A sweep, to be run whenever the scheduler chooses it. */
export interface SimulatedSweep {
  readonly name: string;
  /** It asks for runs: that a world comes to rest it must not. */
  readonly asksForRuns: boolean;
  run(): Promise<void>;
}

const CAPACITY: Capacity = { chunks: 8, reserved: 2 };
/** Less than a week, so that a world in which one passes forgets something. */
const RETENTION: Retention = {
  runDays: 90,
  changeDays: 365,
  resolvedFailureDays: 7,
  errorLogDays: 7,
  eventDays: 7,
  triggerMessageDays: 7,
  deliveryDays: 7,
  auditDays: 400,
};

/** One life of a process: the real services over the real store, on simulated time, bus and provider. */
export class SimulatedProcess {
  readonly sweeps: readonly SimulatedSweep[];
  private readonly outbox: WatchedOutbox;
  private readonly events: EventLog;
  private gateway: Resolver | undefined;

  private constructor(
    readonly owner: string,
    readonly place: Place,
    /** What it calls itself: a process that comes back under its name is known to be the same. */
    private readonly name: string,
    private readonly around: Surroundings,
  ) {
    const { stage, transactions, removal } = around;
    const { store, outbox, events } = stage.connectionsOf(place);
    this.events = events;
    this.outbox = new WatchedOutbox(owner, outbox, transactions);
    const watched = new WatchedStore(owner, store, transactions);
    const services = HOSTED[roleOf(place)];
    const publish = around.bus.publish.bind(around.bus);
    const all = removal.store?.(watched, publish) ?? watched;
    const ports = this.ports();
    this.sweeps = services.flatMap((service) => {
      const resolver = new Resolver([service], [...ports, provide(Store, new ServiceStore(service, all))]);
      if (service.name === 'webhook-gateway') this.gateway = resolver;
      const sweeps = this.sweepsOf(service, resolver);
      for (const handling of service.handlers) this.subscribe(service, handling, resolver);
      for (const part of resolver.all) begin(part);
      return sweeps;
    });
  }

  static launch(place: Place, life: number, name: string, around: Surroundings): SimulatedProcess {
    return new SimulatedProcess(`${place}.${life}`, place, name, around);
  }

  /** It stops in the middle of whatever it does, and never hears of it. */
  crash(): void {
    const { bus, topic, transactions, time } = this.around;
    bus.unsubscribe(this.owner);
    topic.leave(this.owner);
    transactions.crash(this.owner);
    time.forget(this.owner);
  }

  /** Drains the outbox into the bus, as every process that commits to it does. */
  async relay(): Promise<void> {
    await this.outbox.drain(20, async (entries) => {
      for (const { topic, payload } of entries) {
        const definition = messageCatalog.find((candidate) => candidate.topic === topic);
        if (definition === undefined) throw new Error(`No message has the topic ${topic}`);
        this.around.bus.publish(definition, [payload]);
      }
    });
  }

  /** As its controller does, of what comes from this machine. */
  accept(token: string, request: Parameters<AcceptDelivery['accept']>[1]): Promise<unknown> {
    return this.ofGateway((gateway) => gateway.get(AcceptDelivery).accept(token, request));
  }

  startDelivered(): Promise<void> {
    return this.ofGateway((gateway) =>
      actingAs(StartDelivered.name, () => gateway.get(StartDelivered).run()),
    );
  }

  /** What the relay of events does with their log, step by step. */
  tellEvents(work: (events: EventLog) => Promise<unknown>): Promise<unknown> {
    return this.around.transactions.run(this.owner, () => work(this.events));
  }

  private ofGateway<T>(work: (gateway: Resolver) => Promise<T>): Promise<T> {
    if (this.gateway === undefined) throw new Error(`${this.owner} is no gateway`);
    return work(this.gateway);
  }

  private ports(): readonly Provided[] {
    const { time, bus, topic, connect, random, ids } = this.around;
    const timers = new VirtualTimers(time, this.owner);
    const ownRandom = random.fork(this.owner);
    return [
      ...portsOfProcess({
        ids,
        timers,
        clock: new VirtualClock(time),
        bus: new SimulatedBusPort(bus),
        foreignTopics: new SimulatedTopicsPort(topic, this.owner),
        random: ownRandom,
        connectors: connect(timers, ownRandom.fork('provider')),
        instance: this.name,
      }),
      ...this.settings(),
    ];
  }

  /** What a world changes. */
  private settings(): readonly Provided[] {
    const { windows, removal } = this.around;
    const executor = new ExecutorSettings(CAPACITY);
    if (removal.republishMs !== undefined) Object.assign(executor, { republishMs: removal.republishMs });
    return [
      provide(Retention, RETENTION),
      provide(DispatchSettings, windows),
      provide(ExecutorSettings, executor),
    ];
  }

  private sweepsOf(service: ServiceDefinition, resolver: Resolver): readonly SimulatedSweep[] {
    const isScheduler = service.name === 'scheduler';
    if (this.around.removal.withoutSweeps && !isScheduler) return [];
    const simulated = service.sweeps.filter(({ type }) => isSimulated(service.name, type.name));
    return simulated.map(({ type }) => {
      const sweep = resolver.get(type);
      const run = () => actingAs(type.name, () => sweep.run());
      return { name: type.name, asksForRuns: isScheduler && type.name !== 'ListenToTopics', run };
    });
  }

  private subscribe(
    { name }: ServiceDefinition,
    { message: { topic }, handler: { type } }: Handling,
    resolver: Resolver,
  ): void {
    const { bus, removal } = this.around;
    const handler = resolver.get(type);
    const handle = (payloads: readonly unknown[]) =>
      actingAs(type.name, () => handler.handle(payloads as readonly never[]));
    const isPages = topic === pageFetched.topic || topic === livePageFetched.topic;
    bus.subscribe(this.owner, name, topic, (isPages && removal.takePages?.(handle)) || handle);
  }
}

function begin(part: unknown): void {
  void (part as Hooks).onApplicationBootstrap?.().catch(() => undefined);
}

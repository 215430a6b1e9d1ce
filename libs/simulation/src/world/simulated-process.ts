import { Sha256Digest } from '@evenkeel/adapter-node-runtime';
import * as messages from '@evenkeel/contracts-messages';
import { ExecutionMetrics } from '@evenkeel/operations';
import type { Ids, Store, Sweep } from '@evenkeel/ports';
import * as coordinator from '@evenkeel/service-coordinator';
import * as executor from '@evenkeel/service-executor-worker';
import * as ingestion from '@evenkeel/service-ingestion';
import * as reconciler from '@evenkeel/service-reconciler';
import * as scheduler from '@evenkeel/service-scheduler';
import type { Stage } from '../database/stage.js';
import type { Transactions } from '../database/transactions.js';
import type { Removal } from '../mechanisms/removal.js';
import { ScriptedConnectors } from '../provider/scripted-connectors.js';
import type { ScriptedProvider } from '../provider/scripted-provider.js';
import { roleOf, type Place } from './places.js';
import type { SeededRandom } from './seeded-random.js';
import { NamedInstance, NoCredentials, NoHttp, SilentLogger, SilentMeter } from './silent-ports.js';
import { SimulatedBusPort, type SimulatedBus } from './simulated-bus.js';
import { VirtualClock, VirtualTimers, type VirtualTime } from './virtual-time.js';
import { WatchedOutbox, WatchedStore } from './watched-store.js';

export interface Surroundings {
  readonly stage: Stage;
  readonly transactions: Transactions;
  readonly bus: SimulatedBus;
  readonly time: VirtualTime;
  readonly provider: ScriptedProvider;
  readonly random: SeededRandom;
  readonly ids: Ids;
  readonly removal: Partial<Removal>;
  readonly windows: coordinator.DispatchSettings;
}

/** One life of a process: the real services over the real store, on simulated time, bus and provider. */
export class SimulatedProcess {
  readonly sweeps: readonly Sweep[];
  private readonly outbox: WatchedOutbox;

  private constructor(
    readonly owner: string,
    readonly place: Place,
    /** What it calls itself: a process that comes back under its name is known to be the same. */
    private readonly name: string,
    private readonly around: Surroundings,
  ) {
    const { stage, transactions, bus, removal } = around;
    const { store, outbox } = stage.connectionsOf(place);
    this.outbox = new WatchedOutbox(owner, outbox, transactions);
    const watched = new WatchedStore(owner, store, transactions);
    const publish = bus.publish.bind(bus);
    this.sweeps = this.start(removal.store?.(watched, publish) ?? watched);
  }

  static launch(place: Place, life: number, name: string, around: Surroundings): SimulatedProcess {
    return new SimulatedProcess(`${place}.${life}`, place, name, around);
  }

  /** It stops in the middle of whatever it does, and never hears of it. */
  crash(): void {
    const { bus, transactions, time } = this.around;
    bus.unsubscribe(this.owner);
    transactions.crash(this.owner);
    time.forget(this.owner);
  }

  /** Drains the outbox into the bus, as every process that commits to it does. */
  async relay(): Promise<void> {
    await this.outbox.drain(20, async (entries) => {
      for (const { topic, payload } of entries) {
        const definition = messages.messageCatalog.find((candidate) => candidate.topic === topic);
        if (definition === undefined) throw new Error(`No message has the topic ${topic}`);
        this.around.bus.publish(definition, [payload]);
      }
    });
  }

  private start(store: Store): readonly Sweep[] {
    switch (roleOf(this.place)) {
      case 'control':
        return this.startControl(store);
      case 'executor':
        return this.startExecutor(store);
      case 'ingestion':
        return this.startIngestion(store);
    }
  }

  private startControl(store: Store): readonly Sweep[] {
    const { ids, removal, windows } = this.around;
    const log = new SilentLogger();
    const metrics = new ExecutionMetrics(new SilentMeter());
    const opening = new reconciler.OpenExecution(store, ids, metrics, log);
    const waiting = new reconciler.BeginWaitingExecution(store, ids);
    const judging = new reconciler.JudgeListing(store, ids, log);
    const random = this.around.random.fork(this.owner);
    const coordinating = new coordinator.CoordinateExecution(store, ids, metrics, log, random);
    const dispatching = new coordinator.DispatchChunks(store, windows);
    this.listen('reconciler', messages.runRequested, new reconciler.OnRunRequested(opening));
    this.listen('reconciler', messages.listingEnded, new reconciler.OnListingEnded(judging));
    const groups = new reconciler.AdvanceGroupRun(store, ids);
    this.listen('reconciler', messages.executionClosed, new reconciler.OnExecutionClosed(waiting, groups));
    this.listen(
      'coordinator',
      messages.executionDue,
      new coordinator.OnExecutionDue(coordinating, dispatching),
    );
    this.listen(
      'coordinator',
      messages.pageApplied,
      new coordinator.OnPageApplied(coordinating, dispatching),
    );
    this.listen(
      'coordinator',
      messages.chunkFailed,
      new coordinator.OnChunkFailed(coordinating, dispatching),
    );
    const firing = new scheduler.FireDueSlots(store, ids, log);
    const retrying = new scheduler.RetryFailedRuns(store, ids, log);
    if (removal.withoutSweeps) return [firing, retrying];
    return [
      firing,
      retrying,
      new reconciler.ExpirePlans(store, metrics),
      new reconciler.FindForgottenRuns(store, opening, waiting),
      new coordinator.LookAfterExecutions(store, coordinating, dispatching),
    ];
  }

  private startExecutor(store: Store): readonly Sweep[] {
    const { time, provider, random, bus, removal } = this.around;
    const [log, meter] = [new SilentLogger(), new SilentMeter()];
    const clock = new VirtualClock(time);
    const timers = new VirtualTimers(time, this.owner);
    const connectors = new ScriptedConnectors(provider, timers, random.fork(this.owner));
    const settings = new executor.ExecutorSettings({ chunks: 8, reserved: 2 });
    const { republishMs } = removal;
    if (republishMs !== undefined) Object.assign(settings, { republishMs });
    const [http, credentials] = [new NoHttp(), new NoCredentials()];
    const connections = new executor.OpenConnection(store, connectors, http, credentials, clock, log);
    const sources = new executor.OpenChunkSource(store, connections, this.around.ids);
    const metrics = new executor.ExecutorMetrics(meter);
    const port = new SimulatedBusPort(bus);
    const reader = new executor.ReadChunk(sources, port, clock, new Sha256Digest(), settings, metrics);
    const instance = new NamedInstance(this.name);
    const pool = new executor.ChunkPool(store, timers, reader, settings, metrics, instance, log);
    this.listen('executor-worker', messages.chunkAssigned, new executor.OnChunkAssigned(pool));
    void pool.onApplicationBootstrap().catch(() => undefined);
    return [];
  }

  private startIngestion(store: Store): readonly Sweep[] {
    const metrics = new ingestion.IngestionMetrics(new SilentMeter());
    const contexts = new ingestion.ApplyContexts(store, new Sha256Digest());
    const modes = new ingestion.ChooseMode();
    const timers = new VirtualTimers(this.around.time, this.owner);
    const applying = new ingestion.ApplyPages(store, contexts, modes, timers, metrics);
    const places = new ingestion.BulkPlaces();
    this.listen('ingestion', messages.pageFetched, new ingestion.OnPageFetched(applying, places));
    this.listen('ingestion', messages.livePageFetched, new ingestion.OnLivePageFetched(applying));
    return [];
  }

  private listen(
    service: messages.ServiceName,
    { topic }: messages.MessageDefinition,
    handler: { handle(payloads: readonly never[]): Promise<void> },
  ): void {
    const { bus, removal } = this.around;
    const handle = (payloads: readonly unknown[]) => handler.handle(payloads as readonly never[]);
    const isPages = topic === messages.pageFetched.topic || topic === messages.livePageFetched.topic;
    bus.subscribe(this.owner, service, topic, (isPages && removal.takePages?.(handle)) || handle);
  }
}

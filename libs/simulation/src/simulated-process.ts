import { Sha256Digest } from '@evenkeel/adapter-node-runtime';
import { createPostgres, type Postgres } from '@evenkeel/adapter-postgres';
import * as messages from '@evenkeel/contracts-messages';
import type { Ids, Store, Sweep } from '@evenkeel/ports';
import * as coordinator from '@evenkeel/service-coordinator';
import * as executor from '@evenkeel/service-executor-worker';
import * as ingestion from '@evenkeel/service-ingestion';
import * as reconciler from '@evenkeel/service-reconciler';
import { FencelessStore, type Mechanism } from './mechanism.js';
import { ScriptedConnectors, type ScriptedProvider } from './scripted-provider.js';
import type { SeededRandom } from './seeded-random.js';
import { NamedInstance, NoCredentials, NoHttp, SilentLogger, SilentMeter } from './silent-ports.js';
import { SimulatedBusPort, type SimulatedBus } from './simulated-bus.js';
import type { StatementGates } from './statement-gates.js';
import { VirtualClock, VirtualTimers, type VirtualTime } from './virtual-time.js';

export interface Surroundings {
  readonly url: string;
  readonly bus: SimulatedBus;
  readonly gates: StatementGates;
  readonly time: VirtualTime;
  readonly provider: ScriptedProvider;
  readonly random: SeededRandom;
  readonly ids: Ids;
  readonly without: Mechanism | undefined;
  /** Called after each commit of the process that added messages. */
  readonly wake: () => void;
}

export type Role = 'control' | 'executor' | 'ingestion';

/** One life of a process: the real services over the real store, on simulated time, bus and provider. */
export class SimulatedProcess {
  readonly sweeps: readonly Sweep[];
  private readonly postgres: Postgres;

  private constructor(
    readonly owner: string,
    readonly role: Role,
    private readonly around: Surroundings,
  ) {
    this.postgres = createPostgres({
      url: around.url,
      poolSize: 8,
      gate: around.gates.of(owner),
      databaseClock: () => around.time.now(),
      backOff: () => Promise.resolve(),
    });
    this.postgres.outbox.onAdded(around.wake);
    this.sweeps = this.start(this.postgres.store);
  }

  static launch(role: Role, life: number, around: Surroundings): SimulatedProcess {
    return new SimulatedProcess(`${role} ${life}`, role, around);
  }

  /** It stops in the middle of whatever it does, and never hears of it. */
  async crash(): Promise<void> {
    const { bus, gates, time } = this.around;
    bus.unsubscribe(this.owner);
    gates.crash(this.owner);
    time.forget(this.owner);
    await this.postgres.close();
  }

  /** Drains the outbox into the bus, as every process that commits to it does. */
  async relay(): Promise<void> {
    await this.postgres.outbox.drain(100, async (entries) => {
      for (const { topic, payload } of entries) {
        const definition = messages.messageCatalog.find((candidate) => candidate.topic === topic);
        if (definition === undefined) throw new Error(`No message has the topic ${topic}`);
        this.around.bus.publish(definition, [payload]);
      }
    });
  }

  private start(store: Store): readonly Sweep[] {
    switch (this.role) {
      case 'control':
        return this.startControl(store);
      case 'executor':
        return this.startExecutor(store);
      case 'ingestion':
        return this.startIngestion(this.around.without === 'chunk_fence' ? new FencelessStore(store) : store);
    }
  }

  private startControl(store: Store): readonly Sweep[] {
    const log = new SilentLogger();
    const opening = new reconciler.OpenExecution(store, this.around.ids, log);
    const waiting = new reconciler.BeginWaitingExecution(store, this.around.ids);
    const coordinating = new coordinator.CoordinateExecution(
      store,
      new coordinator.CoordinatorMetrics(new SilentMeter()),
      log,
    );
    this.listen('reconciler', messages.runRequested, new reconciler.OnRunRequested(opening));
    this.listen('reconciler', messages.executionClosed, new reconciler.OnExecutionClosed(waiting));
    this.listen('coordinator', messages.planReady, new coordinator.OnPlanReady(coordinating));
    this.listen('coordinator', messages.pageApplied, new coordinator.OnPageApplied(coordinating));
    this.listen('coordinator', messages.chunkFailed, new coordinator.OnChunkFailed(coordinating));
    if (this.around.without === 'sweeps') return [];
    return [
      new reconciler.FindForgottenRuns(store, opening, waiting),
      new coordinator.LookAfterExecutions(store, coordinating),
    ];
  }

  private startExecutor(store: Store): readonly Sweep[] {
    const { time, provider, random, bus } = this.around;
    const [log, meter] = [new SilentLogger(), new SilentMeter()];
    const clock = new VirtualClock(time);
    const timers = new VirtualTimers(time, this.owner);
    const connectors = new ScriptedConnectors(provider, timers, random);
    const settings = new executor.ExecutorSettings();
    const metrics = new executor.ExecutorMetrics(meter);
    const sources = new executor.OpenChunkSource(
      store,
      connectors,
      new NoHttp(),
      new NoCredentials(),
      clock,
      log,
    );
    const port = new SimulatedBusPort(bus);
    const reader = new executor.ReadChunk(sources, port, clock, new Sha256Digest(), settings, metrics);
    const instance = new NamedInstance('executor');
    const pool = new executor.ChunkPool(store, timers, reader, settings, metrics, instance, log);
    this.listen('executor-worker', messages.chunkAssigned, new executor.OnChunkAssigned(pool));
    void pool.onApplicationBootstrap().catch(() => undefined);
    return [];
  }

  private startIngestion(store: Store): readonly Sweep[] {
    const digest = new Sha256Digest();
    const metrics = new ingestion.IngestionMetrics(new SilentMeter());
    const applying = new ingestion.ApplyPages(
      store,
      new ingestion.ApplyContexts(store, digest),
      digest,
      metrics,
    );
    this.listen('ingestion', messages.pageFetched, new ingestion.OnPageFetched(applying));
    return [];
  }

  private listen(
    service: messages.ServiceName,
    definition: messages.MessageDefinition,
    handler: { handle(payloads: readonly never[]): Promise<void> },
  ): void {
    const handle = (payloads: readonly unknown[]) => handler.handle(payloads as readonly never[]);
    this.around.bus.subscribe(this.owner, service, definition.topic, handle);
  }
}

import { randomUUID } from 'node:crypto';
import { NodeTimers, Sha256Digest, SystemClock, UuidIds } from '@evenkeel/adapter-node-runtime';
import type { Postgres } from '@evenkeel/adapter-postgres';
import * as messages from '@evenkeel/contracts-messages';
import { DEFAULT_WINDOWS, hasEnded, type Execution, type Trigger } from '@evenkeel/domain';
import { ExecutionMetrics } from '@evenkeel/operations';
import { MessageBus, type Connectors, type Store } from '@evenkeel/ports';
import * as coordinator from '@evenkeel/service-coordinator';
import * as executor from '@evenkeel/service-executor-worker';
import * as ingestion from '@evenkeel/service-ingestion';
import * as reconciler from '@evenkeel/service-reconciler';
import { NamedInstance, NoCredentials, NoHttp, SilentLogger, SilentMeter } from '../world/silent-ports.js';
import { SeededRandom } from '../world/seeded-random.js';

type Handle = (payloads: readonly never[]) => Promise<void>;

/** Pages come from the executor, everything else from the outbox: both wait here for their turn. */
class WaitingBus extends MessageBus {
  readonly waiting: { readonly topic: string; readonly payload: unknown }[] = [];

  publish<Definition extends messages.MessageDefinition>(
    { topic }: Definition,
    payloads: readonly messages.PayloadOf<Definition>[],
  ): Promise<void> {
    this.waiting.push(...payloads.map((payload) => ({ topic, payload })));
    return Promise.resolve();
  }

  subscribe(): void {}
  start(): Promise<void> {
    return Promise.resolve();
  }
  stop(): Promise<void> {
    return Promise.resolve();
  }
}

const LONGEST_RUN_MS = 60_000;

/** The real services over a real store, one message after the other, in a world where nothing else goes wrong. */
export class TrialEngine {
  private readonly bus = new WaitingBus();
  private readonly handlers = new Map<string, Handle>();
  private readonly timers = new NodeTimers();
  private readonly ids = new UuidIds();
  private readonly pool: executor.ChunkPool;
  private readonly store: Store;

  constructor(
    private readonly postgres: Postgres,
    connectors: Connectors,
    alter: (store: Store) => Store = (store) => store,
  ) {
    this.store = alter(postgres.store);
    this.startControl();
    this.startIngestion();
    this.pool = this.startExecutor(connectors);
  }

  /** Asks for a run of the job and gives it once it has ended; undefined if the request led to none. */
  async run(jobId: string, asked: Partial<Trigger> = {}): Promise<Execution | undefined> {
    const id = this.ids.next();
    const trigger: Trigger = {
      id,
      jobId,
      kind: 'manual',
      actor: 'trial',
      externalIds: null,
      mode: 'full',
      ...asked,
    };
    await this.store.transaction(async (tx) => {
      await tx.triggers.insert(trigger);
      await tx.outbox.add(messages.runRequested, [{ triggerId: id, jobId }]);
    });
    const until = Date.now() + LONGEST_RUN_MS;
    while (Date.now() < until) {
      await this.deliver();
      const { state, execution } = await this.store.transaction(async (tx) => {
        const settled = await tx.triggers.find(id);
        const opened = settled?.executionId ?? null;
        return {
          state: settled?.state,
          execution: opened === null ? undefined : await tx.executions.find(opened),
        };
      });
      if (state === 'skipped') return undefined;
      if (execution !== undefined && hasEnded(execution.status)) return execution;
      await this.timers.sleep(1);
    }
    throw new Error(`Trigger ${id} did not come to an end`);
  }

  async stop(): Promise<void> {
    await this.pool.onApplicationShutdown();
  }

  private async deliver(): Promise<void> {
    await this.postgres.outbox.drain(100, (entries) => {
      this.bus.waiting.push(...entries);
      return Promise.resolve();
    });
    for (const { topic, payload } of this.bus.waiting.splice(0)) {
      await this.handlers.get(topic)?.([payload as never]);
    }
  }

  private listen({ topic }: messages.MessageDefinition, handler: { handle: Handle }): void {
    this.handlers.set(topic, (payloads) => handler.handle(payloads));
  }

  private startControl(): void {
    const { store, ids } = this;
    const log = new SilentLogger();
    const metrics = new ExecutionMetrics(new SilentMeter());
    const opening = new reconciler.OpenExecution(store, ids, metrics, log);
    const waiting = new reconciler.BeginWaitingExecution(store, ids);
    const judging = new reconciler.JudgeListing(store, ids, log);
    const groups = new reconciler.AdvanceGroupRun(store, ids);
    const random = new SeededRandom(0);
    const coordinating = new coordinator.CoordinateExecution(store, ids, metrics, log, random);
    const dispatching = new coordinator.DispatchChunks(
      store,
      new coordinator.DispatchSettings(DEFAULT_WINDOWS),
    );
    this.listen(messages.runRequested, new reconciler.OnRunRequested(opening));
    this.listen(messages.listingEnded, new reconciler.OnListingEnded(judging));
    this.listen(messages.executionClosed, new reconciler.OnExecutionClosed(waiting, groups));
    this.listen(messages.executionDue, new coordinator.OnExecutionDue(coordinating, dispatching));
    this.listen(messages.pageApplied, new coordinator.OnPageApplied(coordinating, dispatching));
    this.listen(messages.chunkFailed, new coordinator.OnChunkFailed(coordinating, dispatching));
  }

  private startExecutor(connectors: Connectors): executor.ChunkPool {
    const { store, bus, timers } = this;
    const [log, clock] = [new SilentLogger(), new SystemClock()];
    const settings = new executor.ExecutorSettings({ chunks: 4, reserved: 1 });
    const [http, credentials] = [new NoHttp(), new NoCredentials()];
    const connections = new executor.OpenConnection(store, connectors, http, credentials, clock, log);
    const sources = new executor.OpenChunkSource(store, connections, this.ids);
    const metrics = new executor.ExecutorMetrics(new SilentMeter());
    const reader = new executor.ReadChunk(sources, bus, clock, new Sha256Digest(), settings, metrics);
    const instance = new NamedInstance(`trial-${randomUUID()}`);
    const pool = new executor.ChunkPool(store, timers, reader, settings, metrics, instance, log);
    this.listen(messages.chunkAssigned, new executor.OnChunkAssigned(pool));
    return pool;
  }

  private startIngestion(): void {
    const { store } = this;
    const metrics = new ingestion.IngestionMetrics(new SilentMeter());
    const contexts = new ingestion.ApplyContexts(store, new Sha256Digest());
    const modes = new ingestion.ChooseMode();
    const applying = new ingestion.ApplyPages(store, contexts, modes, this.timers, metrics);
    this.listen(messages.pageFetched, new ingestion.OnPageFetched(applying, new ingestion.BulkPlaces()));
    this.listen(messages.livePageFetched, new ingestion.OnLivePageFetched(applying));
  }
}

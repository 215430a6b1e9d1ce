import { NoForeignTopics } from '@evenkeel/adapter-in-process';
import { randomUUID } from 'node:crypto';
import { NodeTimers, NoTracing, SystemClock, UuidIds } from '@evenkeel/adapter-node-runtime';
import type { Postgres } from '@evenkeel/adapter-postgres';
import * as messages from '@evenkeel/contracts-messages';
import { DEFAULT_TENANT, DEFAULT_WINDOWS, hasEnded, type Execution, type Trigger } from '@evenkeel/domain';
import {
  Capacity,
  Connectors,
  MessageBus,
  Store,
  Tracing,
  Windows,
  type Transaction,
  type Transactions,
} from '@evenkeel/ports';
import { coordinatorService } from '@evenkeel/service-coordinator';
import { ChunkPool, executorWorkerService } from '@evenkeel/service-executor-worker';
import { ingestionService } from '@evenkeel/service-ingestion';
import { reconcilerService } from '@evenkeel/service-reconciler';
import { provide, Resolver, type Provided } from '../world/resolver.js';
import { portsOfProcess } from '../world/simulated-ports.js';
import { SeededRandom } from '../world/seeded-random.js';

/** All that a run needs where no message gets lost. */
const SERVICES = [reconcilerService, coordinatorService, executorWorkerService, ingestionService];

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

  tell(): Promise<void> {
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
  private readonly pool: ChunkPool;
  private readonly store: Store;
  private readonly tenant: Transactions<Transaction>;

  constructor(
    private readonly postgres: Postgres,
    connectors: Connectors,
    alter: (store: Store) => Store = (store) => store,
  ) {
    this.store = alter(postgres.store);
    this.tenant = this.store.of(DEFAULT_TENANT);
    const resolver = new Resolver(SERVICES, this.ports(connectors));
    for (const { handlers } of SERVICES)
      for (const { message, handler } of handlers) {
        const built = resolver.get(handler.type);
        this.handlers.set(message.topic, (payloads) => built.handle(payloads));
      }
    this.pool = resolver.get(ChunkPool);
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
    await this.tenant.transaction(async (tx) => {
      await tx.triggers.insert(trigger);
      await tx.outbox.add(messages.runRequested, [{ triggerId: id, jobId }]);
    });
    const until = Date.now() + LONGEST_RUN_MS;
    while (Date.now() < until) {
      await this.deliver();
      const { state, execution } = await this.tenant.transaction(async (tx) => {
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

  private ports(connectors: Connectors): readonly Provided[] {
    const { store, bus, ids, timers } = this;
    return [
      provide(Store, store),
      ...portsOfProcess({
        ...{ bus, ids, timers, connectors },
        random: new SeededRandom(0),
        clock: new SystemClock(),
        foreignTopics: new NoForeignTopics(),
        instance: `trial-${randomUUID()}`,
      }),
      provide(Tracing, new NoTracing()),
      provide(Windows, DEFAULT_WINDOWS),
      provide(Capacity, { chunks: 4, reserved: 1 }),
    ];
  }
}

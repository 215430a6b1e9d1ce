import { NodeTimers, NoTracing, Sha256Digest, SystemClock, UuidIds } from '@evenkeel/adapter-node-runtime';
import { testDatabase, type SpecDatabase } from '@evenkeel/adapter-postgres/testing';
import { counts, drainOutbox, ListedLogger, ListedMeter, seedJob } from '@evenkeel/conformance';
import { someAdvance, someChunk, someExecution, somePage } from '@evenkeel/conformance';
import type { PageFetched } from '@evenkeel/contracts-messages';
import {
  DEFAULT_TENANT,
  admitPages,
  type Chunk,
  type Execution,
  type JobDefinition,
  type Quota,
} from '@evenkeel/domain';
import { ConnectorSessions, CredentialSafe, loadExecution } from '@evenkeel/operations';
import {
  CredentialBox,
  Instance,
  KeyedDigest,
  ServiceStore,
  type OutboxEntry,
  type SessionCalls,
  type Store,
  type SystemTransaction,
  type Transaction,
  type Transactions,
} from '@evenkeel/ports';
import {
  CarryChunk,
  ChunkLeases,
  ChunkPool,
  ExecutorMetrics,
  ExecutorSettings,
  executorWorkerService,
  GiveUpChunk,
  OnChunkAssigned,
  OpenChunkSource,
  OpenConnection,
  PublishPages,
  ReadChunk,
} from '../index.js';
import { ListedBus } from './listed-bus.js';
import { HangingCallers, ListedProvider, OnlyListedProvider } from './listed-provider.js';

class NoCredentials extends CredentialBox {
  seal(): string {
    throw new Error('An executor seals nothing');
  }
  nameOf(): string {
    throw new Error('An executor names nothing');
  }
  open() {
    return {};
  }
}

class NamedInstance extends Instance {
  constructor(readonly name: string) {
    super();
  }
}

export interface Worker {
  readonly pool: ChunkPool;
  readonly onChunkAssigned: OnChunkAssigned;
}

interface WorkerOptions {
  readonly name?: string;
  readonly settings?: Partial<ExecutorSettings>;
  /** Instead of the database as it is. */
  readonly store?: Store;
}

/** Executors on a real database, between a provider and a bus that a test looks at. */
export class ExecutorWorld {
  readonly database: SpecDatabase = testDatabase();
  readonly log = new ListedLogger();
  provider = ListedProvider.of(0);
  bus = new ListedBus();
  /** Is told how the calls of each session are to be made. */
  onSession: (calls: SessionCalls) => void = () => undefined;
  private workers: Worker[] = [];

  constructor() {
    beforeEach(async () => {
      this.bus = new ListedBus();
      await this.published();
    });
    afterEach(async () => {
      await Promise.all(this.workers.map(({ pool }) => pool.onApplicationShutdown()));
      this.workers = [];
      // What one test leaves to be read is not what a worker of the next one takes.
      await this.database.reset();
    });
  }

  get store(): Store {
    return this.database.postgres.store;
  }

  /** Units of work of the default tenant, and those over all. */
  get tenant(): Transactions<Transaction> {
    return this.database.tenant;
  }

  get system(): Transactions<SystemTransaction> {
    return this.database.system;
  }

  /** The store as the service may use it. */
  get ownStore(): Store {
    return new ServiceStore(executorWorkerService, this.store);
  }

  worker({ name = 'worker', settings = {}, store = this.ownStore }: WorkerOptions = {}): Worker {
    const [clock, timers] = [new SystemClock(), new NodeTimers()];
    const { concurrency = 8, reserved = 0, ...others } = settings;
    const chosen = Object.assign(new ExecutorSettings({ chunks: concurrency, reserved }), others);
    const metrics = new ExecutorMetrics(new ListedMeter());
    const connectors = new OnlyListedProvider(this.provider);
    const callers = new HangingCallers((calls) => this.onSession(calls));
    const safe = new CredentialSafe(new NoCredentials());
    const sessions = new ConnectorSessions(connectors, safe, callers, clock, this.log);
    const connections = new OpenConnection(store, sessions, this.database.postgres.quotaLedger, clock);
    const sources = new OpenChunkSource(store, connections, new UuidIds(), new DigestWithTenant(), chosen);
    const pages = new PublishPages(this.bus, metrics);
    const reader = new ReadChunk(sources, pages, clock, new Sha256Digest(), chosen);
    const giving = new GiveUpChunk(store, metrics, this.log);
    const chunks = new CarryChunk(new ChunkLeases(store, timers, chosen), reader, giving, new NoTracing());
    const pool = new ChunkPool(store, chunks, chosen, new NamedInstance(name), this.log);
    const worker = { pool, onChunkAssigned: new OnChunkAssigned(pool) };
    this.workers.push(worker);
    return worker;
  }

  /** A chunk that waits for a worker, in an execution of which some was processed before. */
  async assigned(
    changes: {
      readonly processed?: number;
      readonly chunk?: Partial<Chunk>;
      readonly execution?: Partial<Execution>;
      readonly job?: Partial<JobDefinition>;
    } = {},
  ): Promise<Chunk> {
    const { processed = 10 } = changes;
    const { job } = await seedJob(this.tenant, { pageSize: 10, ...changes.job });
    const execution = someExecution(job.id, changes.execution);
    const chunk = someChunk(execution.id, changes.chunk);
    const before = someChunk(execution.id, {
      ordinal: 1000,
      state: 'applied',
      fetched: processed,
      outcomes: counts({ unchanged: processed }),
    });
    await this.tenant.transaction(async (tx) => {
      await tx.executions.insert(execution);
      await tx.chunks.insert(processed > 0 ? [chunk, before] : [chunk]);
    });
    await this.system.transaction((tx) => tx.chunkQueue.assign([chunk.id]));
    return chunk;
  }

  /** The chunk of a further execution of the same job, with the same slice. */
  async next({ executionId, slice }: Chunk): Promise<Chunk> {
    const before = await this.tenant.transaction((tx) => tx.executions.find(executionId));
    const { jobId, scope } = before!;
    await this.database.rows(
      `update execution set status = 'completed', finished_at = engine_now() where id = $1`,
      [executionId],
    );
    const execution = someExecution(jobId, { scope });
    const chunk = someChunk(execution.id, { slice });
    await this.tenant.transaction(async (tx) => {
      await tx.executions.insert(execution);
      await tx.chunks.insert([chunk]);
    });
    await this.system.transaction((tx) => tx.chunkQueue.assign([chunk.id]));
    return chunk;
  }

  /** From now on the connection of this chunk's job has this quota. */
  async limit({ executionId }: Chunk, quota: Quota | null): Promise<void> {
    await this.tenant.transaction(async (tx) => {
      const loaded = await loadExecution(tx, executionId);
      if (loaded)
        await tx.connections.saveLimits(loaded.job.connectionId, { quota, retry: null, path: 'auto' });
    });
  }

  /** A worker that was told of the chunk. */
  async startReading({ id: chunkId, executionId }: Chunk, options: WorkerOptions = {}): Promise<Worker> {
    const worker = this.worker(options);
    await worker.onChunkAssigned.handle([{ tenantId: DEFAULT_TENANT, chunkId, executionId, epoch: 0 }]);
    return worker;
  }

  /** As it is now. Takes no lock: a worker passes over a chunk that is locked. */
  async chunk({ id, executionId }: Chunk): Promise<Chunk> {
    const chunks = await this.tenant.transaction((tx) => tx.chunks.ofExecution(executionId));
    const chunk = chunks.find((candidate) => candidate.id === id);
    if (chunk === undefined) throw new Error(`There is no chunk ${id}`);
    return chunk;
  }

  async stateOf(chunk: Chunk): Promise<string> {
    return (await this.chunk(chunk)).state;
  }

  async problemOf({ executionId }: Chunk) {
    const [failure] = await this.tenant.transaction((tx) => tx.chunks.failures(executionId));
    return failure?.problem;
  }

  async errorsOf({ executionId }: Chunk) {
    const request = { after: null, limit: 100 };
    return (await this.tenant.transaction((tx) => tx.errorLog.list(executionId, request))).items;
  }

  /** Moves the chunk on by the page if it is the next one, as ingestion does. */
  readonly apply = async (page: PageFetched): Promise<void> => {
    await this.tenant.transaction(async (tx) => {
      const chunk = await tx.chunks.lock(page.chunkId);
      if (chunk === undefined || admitPages(chunk, [page]).length === 0) return;
      const { pageNo, attempt, cursorIn, cursorOut: cursor, observedAt } = page;
      const ids = page.records.map(() => null);
      const result = { pageNo, attempt, cursorIn, cursorOut: cursor, observedAt };
      const outcomes = counts({ created: ids.length });
      const advance = someAdvance(chunk, { cursor, outcomes, end: cursor === null });
      await tx.pages.advance(advance, [somePage('created', ids, result)], []);
    });
  };

  async cancel({ executionId }: Chunk): Promise<void> {
    await this.tenant.transaction(async (tx) => {
      const execution = (await tx.executions.lock(executionId))!;
      await tx.executions.save({ ...execution, status: 'cancelled', epoch: execution.epoch + 1 });
      await tx.chunks.abandonAll(executionId);
    });
  }

  async published(): Promise<readonly OutboxEntry[]> {
    return drainOutbox(this.database.postgres.outbox);
  }
}

/** Specs ask whether keys are equal, not whether they can be found out. */
class DigestWithTenant extends KeyedDigest {
  private readonly digest = new Sha256Digest();

  of(tenantId: string, text: string): string {
    return this.digest.of(`${tenantId} ${text}`);
  }
}

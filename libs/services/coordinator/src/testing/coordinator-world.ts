import { testDatabase, type SpecDatabase } from '@evenkeel/adapter-postgres/testing';
import {
  counts,
  drainOutbox,
  ListedLogger,
  ListedMeter,
  newId,
  seedJob,
  someAdvance,
  someChunk,
  someExecution,
  somePage,
} from '@evenkeel/conformance';
import {
  DEFAULT_TENANT,
  DEFAULT_WINDOWS,
  describeProblem,
  SyncError,
  type Chunk,
  type ChunkId,
  type Execution,
  type ExecutionId,
  type Job,
  type JobDefinition,
  type Outcome,
  type Problem,
  type Receipt,
  type Watermark,
  type ControlState,
} from '@evenkeel/domain';
import { ExecutionMetrics } from '@evenkeel/operations';
import {
  Ids,
  Random,
  ServiceStore,
  type CloseOutJudgement,
  type OutboxEntry,
  type OutcomeRow,
  type Store,
  type SystemTransaction,
  type Transaction,
  type Transactions,
} from '@evenkeel/ports';
import {
  CoordinateExecution,
  coordinatorService,
  DispatchChunks,
  DispatchSettings,
  HandOutRetries,
  LookAfterExecutions,
  OnChunkFailed,
  OnPageApplied,
  OnExecutionDue,
  WatchBus,
} from '../index.js';

/** The page that a chunk is given: how many records had which outcome. */
export interface AppliedPage {
  readonly outcomes: Partial<Record<Outcome, number>>;
  readonly bound?: Watermark | null;
  /** Ids of the records that are to be tried again, counted beside the others. */
  readonly retried?: readonly string[];
  /** False: further pages are to come. */
  readonly isLast?: boolean;
}

export interface PlannedExecution {
  readonly job: Job;
  readonly execution: Execution;
  readonly chunks: readonly Chunk[];
}

/** Always the middle: waits are as long as they are said to be. */
class SteadyRandom extends Random {
  next = () => 0.5;
}

class TestIds extends Ids {
  next = newId;
  secret = newId;
}

/** The coordinator on a real database. */
export class CoordinatorWorld {
  readonly database: SpecDatabase;
  readonly meter = new ListedMeter();
  /** What the database's clock says; undefined: the real time. */
  now: Date | undefined;
  /** In place of the usual ones. */
  windows: Partial<DispatchSettings> = {};

  constructor() {
    this.database = testDatabase({ databaseClock: () => this.now });
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

  /** Null: of the whole engine. */
  async setControl(connectionId: string | null, state: ControlState): Promise<void> {
    if (connectionId === null) await this.system.transaction((tx) => tx.engine.saveControl(state, 'ada'));
    else await this.tenant.transaction((tx) => tx.controls.save(connectionId, state, 'ada'));
  }

  /** The store as the service may use it. */
  get ownStore(): Store {
    return new ServiceStore(coordinatorService, this.store);
  }

  /** Each call is another replica. */
  onExecutionDue = () => new OnExecutionDue(this.coordinating(), this.dispatching());
  onPageApplied = () => new OnPageApplied(this.coordinating(), this.dispatching());
  onChunkFailed = () => new OnChunkFailed(this.coordinating(), this.dispatching());
  lookAfterExecutions = () => new LookAfterExecutions(this.ownStore, this.coordinating(), this.dispatching());

  watchBus = () => new WatchBus(this.ownStore, new ListedLogger());

  /** A running execution with planned chunks, as the reconciler leaves it. */
  async plan(chunkCount = 1, changes: PlanChanges = {}): Promise<PlannedExecution> {
    return this.planOf((await seedJob(this.tenant, changes.job ?? {})).job, chunkCount, changes);
  }

  /** The same of a job that there is already. */
  async planOf(
    job: Job,
    chunkCount = 1,
    { execution: changes = {}, isJudged = true }: Omit<PlanChanges, 'job'> = {},
  ): Promise<PlannedExecution> {
    const execution = someExecution(job.id, changes);
    const chunks = Array.from({ length: chunkCount }, (_, ordinal) =>
      someChunk(execution.id, { ordinal, epoch: execution.epoch }),
    );
    await this.store.of(execution.tenantId).transaction(async (tx) => {
      await tx.executions.insert(execution);
      await tx.chunks.insert(chunks);
      if (isJudged) await tx.closeOuts.saveJudgement(nothingGone(execution));
    });
    return { job, execution, chunks };
  }

  /** The same, once the coordinator was told of it. */
  async begin(chunkCount = 1, changes: PlanChanges = {}): Promise<PlannedExecution> {
    const planned = await this.plan(chunkCount, changes);
    await this.onExecutionDue().handle([{ tenantId: DEFAULT_TENANT, executionId: planned.execution.id }]);
    await this.published();
    return planned;
  }

  async claim(chunkId: ChunkId): Promise<Chunk> {
    const claim = await this.system.transaction((tx) => tx.chunkQueue.claim(chunkId, 'worker', 30_000));
    if (claim === undefined) throw new Error(`Chunk ${chunkId} cannot be claimed`);
    return claim.chunk;
  }

  /** Claims the chunk and applies a page to it, as an executor and ingestion would. */
  async apply(chunkId: ChunkId, page: AppliedPage): Promise<void> {
    const { outcomes, bound = null, isLast = true, retried = [] } = page;
    const chunk = await this.claim(chunkId);
    const [cursor, total] = [isLast ? null : 'page-2', counts({ ...outcomes, retried: retried.length })];
    const inputs = Object.values(total).reduce((sum, count) => sum + count, 0);
    const result = somePage(
      'created',
      Array.from({ length: inputs }, () => null),
      {
        outcomes: total,
        cursorOut: cursor,
      },
    );
    await this.tenant.transaction(async (tx) => {
      await tx.chunks.lock(chunkId);
      const replayed = chunk.slice.kind === 'retry' ? inputs : 0;
      const advance = someAdvance(chunk, { cursor, outcomes: total, replayed, bound, end: isLast });
      await tx.pages.advance(advance, [result], retried.map(toRetriedRow));
    });
  }

  /** Claims the chunk and gives it up, as an executor would. */
  async fail(chunkId: ChunkId, problem: Problem): Promise<void> {
    const { attempt } = await this.claim(chunkId);
    await this.tenant.transaction((tx) => tx.chunkLeases.fail(chunkId, attempt, problem));
  }

  async execution(id: ExecutionId): Promise<Execution> {
    const execution = await this.tenant.transaction((tx) => tx.executions.find(id));
    if (execution === undefined) throw new Error(`There is no execution ${id}`);
    return execution;
  }

  async receipt(id: ExecutionId): Promise<Receipt | undefined> {
    return this.tenant.transaction((tx) => tx.receipts.find(id));
  }

  async chunkStates(id: ExecutionId): Promise<readonly string[]> {
    const chunks = await this.tenant.transaction((tx) => tx.chunks.ofExecution(id));
    return chunks.map(({ state }) => state);
  }

  async watermark({ id }: Job): Promise<Watermark | undefined> {
    return this.tenant.transaction((tx) => tx.watermarks.find(id));
  }

  async saveWatermark({ id }: Job, watermark: Watermark): Promise<void> {
    await this.tenant.transaction((tx) => tx.watermarks.save(id, watermark, newId()));
  }

  async published(): Promise<readonly OutboxEntry[]> {
    return drainOutbox(this.database.postgres.outbox);
  }

  dispatching(): DispatchChunks {
    const { unclaimed, untilBreakerArmed, ...windows } = this.windows;
    const settings = Object.assign(new DispatchSettings({ ...DEFAULT_WINDOWS, ...windows }), {
      ...(unclaimed === undefined ? {} : { unclaimed }),
      // What most specs are about begins once the execution breaker is armed.
      untilBreakerArmed: untilBreakerArmed ?? Number.POSITIVE_INFINITY,
    });
    return new DispatchChunks(this.ownStore, settings);
  }

  handOutRetries = () => new HandOutRetries(this.ownStore, this.dispatching());

  private coordinating(): CoordinateExecution {
    const metrics = new ExecutionMetrics(this.meter);
    return new CoordinateExecution(
      this.ownStore,
      new TestIds(),
      metrics,
      new ListedLogger(),
      new SteadyRandom(),
    );
  }
}

function toRetriedRow(externalId: string, position: number): OutcomeRow {
  const problem = describeProblem(new SyncError('provider.timeout', 'No answer within 30 s'));
  return { pageNo: 0, position, externalId, outcome: 'retried', problem, raw: null };
}

interface PlanChanges {
  readonly execution?: Partial<Execution>;
  readonly job?: Partial<JobDefinition>;
  /** False: what its listing says is gone has still to be judged. Otherwise nothing is. */
  readonly isJudged?: boolean;
}

function nothingGone({ id: executionId, jobId, requestedAt: since }: Execution): CloseOutJudgement {
  return { executionId, jobId, complete: true, reason: null, active: 0, candidates: 0, since };
}

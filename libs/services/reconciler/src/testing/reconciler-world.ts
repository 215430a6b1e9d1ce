import { UuidIds } from '@evenkeel/adapter-node-runtime';
import { testDatabase, type SpecDatabase } from '@evenkeel/adapter-postgres/testing';
import { drainOutbox, ListedLogger, ListedMeter, someTrigger } from '@evenkeel/conformance';
import { DEFAULT_TENANT, type Execution, type Trigger } from '@evenkeel/domain';
import { ExecutionMetrics } from '@evenkeel/operations';
import {
  ServiceStore,
  type OutboxEntry,
  type Store,
  type StoredTrigger,
  type SystemTransaction,
  type Transaction,
  type Transactions,
} from '@evenkeel/ports';
import {
  AdvanceGroupRun,
  AdvanceGroupRuns,
  BeginWaitingExecution,
  ExpirePlans,
  FindForgottenExecutions,
  JudgeListing,
  OnExecutionClosed,
  OnGroupRunRequested,
  OnListingEnded,
  OnRunRequested,
  OpenExecution,
  reconcilerService,
} from '../index.js';

/** The reconciler on a real database. */
export class ReconcilerWorld {
  readonly database: SpecDatabase;
  readonly meter = new ListedMeter();
  /** What the database's clock says; undefined: the real time. */
  now: Date | undefined;

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

  /** The store as the service may use it. */
  get ownStore(): Store {
    return new ServiceStore(reconcilerService, this.store);
  }

  /** Each call is another replica. */
  onRunRequested(): OnRunRequested {
    return new OnRunRequested(this.opening());
  }

  onExecutionClosed(): OnExecutionClosed {
    return new OnExecutionClosed(this.waiting(), this.groups());
  }

  onGroupRunRequested(): OnGroupRunRequested {
    return new OnGroupRunRequested(this.groups());
  }

  advanceGroupRuns(): AdvanceGroupRuns {
    return new AdvanceGroupRuns(this.groups());
  }

  private groups(): AdvanceGroupRun {
    return new AdvanceGroupRun(this.ownStore, new UuidIds());
  }

  onListingEnded(): OnListingEnded {
    return new OnListingEnded(new JudgeListing(this.ownStore, new UuidIds(), new ListedLogger()));
  }

  findForgottenExecutions(): FindForgottenExecutions {
    return new FindForgottenExecutions(this.ownStore, this.opening(), this.waiting());
  }

  /** A trigger that was accepted, as the service that made it leaves it. */
  async accept(jobId: string, changes: Partial<Trigger> = {}): Promise<Trigger> {
    const trigger = someTrigger(jobId, changes);
    await this.tenant.transaction((tx) => tx.triggers.insert(trigger));
    return trigger;
  }

  /** Accepts a trigger, delivers its message, and tells what became of it. */
  async run(jobId: string, changes: Partial<Trigger> = {}): Promise<StoredTrigger> {
    const { id: triggerId } = await this.accept(jobId, changes);
    await this.onRunRequested().handle([{ tenantId: DEFAULT_TENANT, triggerId, jobId }]);
    return this.trigger(triggerId);
  }

  async trigger(id: string): Promise<StoredTrigger> {
    const trigger = await this.tenant.transaction((tx) => tx.triggers.find(id));
    if (trigger === undefined) throw new Error(`There is no trigger ${id}`);
    return trigger;
  }

  async execution(id: string | null): Promise<Execution> {
    const execution = await this.tenant.transaction((tx) => tx.executions.find(id ?? ''));
    if (execution === undefined) throw new Error(`There is no execution ${id}`);
    return execution;
  }

  /** Oldest first. */
  async executionsOf(jobId: string): Promise<readonly Execution[]> {
    const { items } = await this.tenant.transaction((tx) =>
      tx.executions.list({ jobId }, { after: null, limit: 100 }),
    );
    return [...items].reverse();
  }

  async chunksOf(executionId: string) {
    return this.tenant.transaction((tx) => tx.chunks.ofExecution(executionId));
  }

  /** Ends a run as the coordinator would, apart from telling of it. */
  async end(executionId: string): Promise<void> {
    await this.tenant.transaction(async (tx) => {
      const execution = await tx.executions.lock(executionId);
      if (execution === undefined) throw new Error(`There is no execution ${executionId}`);
      await tx.executions.save({ ...execution, status: 'completed', finishedAt: await tx.now() });
    });
  }

  async published(): Promise<readonly OutboxEntry[]> {
    return drainOutbox(this.database.postgres.outbox);
  }

  expirePlans(): ExpirePlans {
    return new ExpirePlans(this.ownStore, this.metrics());
  }

  private metrics(): ExecutionMetrics {
    return new ExecutionMetrics(this.meter);
  }

  private opening(): OpenExecution {
    return new OpenExecution(this.ownStore, new UuidIds(), this.metrics(), new ListedLogger());
  }

  private waiting(): BeginWaitingExecution {
    return new BeginWaitingExecution(this.ownStore, new UuidIds());
  }
}

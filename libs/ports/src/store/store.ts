import type { InactivationApprovalRepository } from './approval-repository.js';
import type { ChunkRepository } from './chunk-repository.js';
import type { CloseOutRepository } from './close-out-repository.js';
import type { ConnectionRepository } from './connection-repository.js';
import type { DispatchRepository } from './dispatch-repository.js';
import type { ControlRepository, OutageRepository } from './control-repository.js';
import type { EngineRepository } from './engine-repository.js';
import type { ErrorLogRepository } from './error-log-repository.js';
import type { ExecutionRepository } from './execution-repository.js';
import type { FailureRepository } from './failure-repository.js';
import type { GroupRepository } from './group-repository.js';
import type { InventoryRepository } from './inventory-repository.js';
import type { JobRepository } from './job-repository.js';
import type { OutboxRepository } from './outbox-repository.js';
import type { PageRepository } from './page-repository.js';
import type { PlanRepository } from './plan-repository.js';
import type { RecordRepository } from './record-repository.js';
import type { ScheduleSlotRepository } from './schedule-slot-repository.js';
import type { TriggerRepository } from './trigger-repository.js';
import type { WatermarkRepository } from './watermark-repository.js';
import type { WebhookRepository } from './webhook-repository.js';

/**
 * One transaction's view of the store. Locks are taken in one order everywhere:
 * execution, dispatch, chunk (by id), external reference (by external id), record (by id), failure (by key).
 */
export interface Transaction {
  /** The database's clock, the same for all processes. */
  now(): Promise<Date>;
  readonly connections: ConnectionRepository;
  readonly jobs: JobRepository;
  readonly groups: GroupRepository;
  readonly triggers: TriggerRepository;
  readonly executions: ExecutionRepository;
  readonly chunks: ChunkRepository;
  readonly dispatch: DispatchRepository;
  readonly pages: PageRepository;
  readonly plans: PlanRepository;
  readonly inventories: InventoryRepository;
  readonly records: RecordRepository;
  readonly closeOuts: CloseOutRepository;
  readonly inactivationApprovals: InactivationApprovalRepository;
  readonly errorLog: ErrorLogRepository;
  readonly failures: FailureRepository;
  readonly watermarks: WatermarkRepository;
  readonly scheduleSlots: ScheduleSlotRepository;
  readonly webhooks: WebhookRepository;
  readonly engine: EngineRepository;
  readonly controls: ControlRepository;
  readonly outages: OutageRepository;
  readonly outbox: OutboxRepository;
}

export abstract class Store {
  /**
   * Runs `work` in one READ COMMITTED transaction and commits when it resolves. `work` may be run again from its start when
   * the database asks for it (deadlock, serialization, a unique row that somebody else wrote first): it must decide
   * anew from what it reads. Rejects with `system.database` when the database stays away.
   */
  abstract transaction<T>(work: (tx: Transaction) => Promise<T>): Promise<T>;

  /**
   * Runs `work`, which reads with one statement, outside of a transaction: for what is asked so often that beginning and
   * committing would be most of it. Rejects as a transaction does, and with `system.unexpected` at a second statement.
   */
  abstract read<T>(work: (tx: Transaction) => Promise<T>): Promise<T>;
}

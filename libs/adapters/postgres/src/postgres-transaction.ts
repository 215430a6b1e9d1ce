import type { Transaction } from '@evenkeel/ports';
import type { Session } from './connection/session.js';
import { PostgresApprovalRepository } from './repositories/postgres-approval-repository.js';
import { PostgresChunkRepository } from './repositories/postgres-chunk-repository.js';
import { PostgresCloseOutRepository } from './repositories/postgres-close-out-repository.js';
import { PostgresConnectionRepository } from './repositories/postgres-connection-repository.js';
import { PostgresDispatchRepository } from './repositories/postgres-dispatch-repository.js';
import { PostgresControlRepository } from './repositories/postgres-control-repository.js';
import { PostgresEngineRepository } from './repositories/postgres-engine-repository.js';
import { PostgresErrorLogRepository } from './repositories/postgres-error-log-repository.js';
import { PostgresExecutionRepository } from './repositories/postgres-execution-repository.js';
import { PostgresFailureRepository } from './repositories/postgres-failure-repository.js';
import { PostgresGroupRepository } from './repositories/postgres-group-repository.js';
import { PostgresInventoryRepository } from './repositories/postgres-inventory-repository.js';
import { PostgresJobRepository } from './repositories/postgres-job-repository.js';
import { PostgresOutageRepository } from './repositories/postgres-outage-repository.js';
import { PostgresOutboxRepository } from './repositories/postgres-outbox-repository.js';
import { PostgresPageRepository } from './repositories/postgres-page-repository.js';
import { PostgresPlanRepository } from './repositories/postgres-plan-repository.js';
import { PostgresRecordRepository } from './repositories/postgres-record-repository.js';
import { PostgresScheduleSlotRepository } from './repositories/postgres-schedule-slot-repository.js';
import { PostgresTriggerRepository } from './repositories/postgres-trigger-repository.js';
import { PostgresWatermarkRepository } from './repositories/postgres-watermark-repository.js';
import { PostgresWebhookRepository } from './repositories/postgres-webhook-repository.js';
import type { ReferenceSets } from './repositories/reference-sets.js';

export class PostgresTransaction implements Transaction {
  readonly connections: PostgresConnectionRepository;
  readonly jobs: PostgresJobRepository;
  readonly groups: PostgresGroupRepository;
  readonly triggers: PostgresTriggerRepository;
  readonly executions: PostgresExecutionRepository;
  readonly chunks: PostgresChunkRepository;
  readonly dispatch: PostgresDispatchRepository;
  readonly pages: PostgresPageRepository;
  readonly plans: PostgresPlanRepository;
  readonly inventories: PostgresInventoryRepository;
  readonly records: PostgresRecordRepository;
  readonly closeOuts: PostgresCloseOutRepository;
  readonly inactivationApprovals: PostgresApprovalRepository;
  readonly errorLog: PostgresErrorLogRepository;
  readonly failures: PostgresFailureRepository;
  readonly watermarks: PostgresWatermarkRepository;
  readonly scheduleSlots: PostgresScheduleSlotRepository;
  readonly webhooks: PostgresWebhookRepository;
  readonly engine: PostgresEngineRepository;
  readonly controls: PostgresControlRepository;
  readonly outages: PostgresOutageRepository;
  readonly outbox: PostgresOutboxRepository;

  constructor(
    private readonly session: Session,
    sets: ReferenceSets,
  ) {
    this.connections = new PostgresConnectionRepository(session);
    this.jobs = new PostgresJobRepository(session);
    this.groups = new PostgresGroupRepository(session);
    this.triggers = new PostgresTriggerRepository(session);
    this.executions = new PostgresExecutionRepository(session);
    this.chunks = new PostgresChunkRepository(session);
    this.dispatch = new PostgresDispatchRepository(session);
    this.pages = new PostgresPageRepository(session, sets);
    this.plans = new PostgresPlanRepository(session);
    this.inventories = new PostgresInventoryRepository(session, sets);
    this.records = new PostgresRecordRepository(session);
    this.closeOuts = new PostgresCloseOutRepository(session, sets);
    this.inactivationApprovals = new PostgresApprovalRepository(session);
    this.errorLog = new PostgresErrorLogRepository(session);
    this.failures = new PostgresFailureRepository(session);
    this.watermarks = new PostgresWatermarkRepository(session);
    this.scheduleSlots = new PostgresScheduleSlotRepository(session);
    this.webhooks = new PostgresWebhookRepository(session);
    this.engine = new PostgresEngineRepository(session);
    this.controls = new PostgresControlRepository(session);
    this.outages = new PostgresOutageRepository(session);
    this.outbox = new PostgresOutboxRepository(session);
  }

  async now(): Promise<Date> {
    const row = await this.session.row<{ now: Date }>('select engine_now() as now');
    return row!.now;
  }
}

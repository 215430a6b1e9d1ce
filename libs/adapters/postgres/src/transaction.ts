import type { TenantId } from '@evenkeel/domain';
import type { Transaction } from '@evenkeel/ports';
import { PostgresChunkLeaseRepository } from './chunk/lease-repository.js';
import { PostgresChunkRepository } from './chunk/repository.js';
import { PostgresControlRepository } from './connection/control-repository.js';
import { PostgresConnectionRepository } from './connection/repository.js';
import { PostgresWebhookRepository } from './connection/webhook-repository.js';
import type { Session } from './database/session.js';
import { PostgresConcernRepository } from './engine/concern-repository.js';
import { PostgresErrorLogRepository } from './execution/error-log-repository.js';
import { PostgresFullExecutionRepository } from './execution/full-execution-repository.js';
import { PostgresReceiptRepository } from './execution/receipt-repository.js';
import { PostgresExecutionRepository } from './execution/repository.js';
import { PostgresExecutionRetryRepository } from './execution/retry-repository.js';
import { PostgresFailureRepository } from './failure/repository.js';
import { PostgresInactivationApprovalRepository } from './inactivation/approval-repository.js';
import { PostgresCandidateRepository } from './inactivation/candidate-repository.js';
import { PostgresCloseOutRepository } from './inactivation/close-out-repository.js';
import { PostgresGroupRepository } from './job/group-repository.js';
import { PostgresConnectionRemovalRepository } from './connection/removal-repository.js';
import { PostgresJobRemovalRepository } from './job/removal-repository.js';
import { PostgresJobRepository } from './job/repository.js';
import { PostgresScheduleSlotRepository } from './job/schedule-slot-repository.js';
import { PostgresTriggerRepository } from './job/trigger-repository.js';
import { PostgresWatermarkRepository } from './job/watermark-repository.js';
import { PostgresOutageRepository } from './outbox/outage-repository.js';
import { PostgresOutboxRepository } from './outbox/repository.js';
import { PostgresInventoryRepository } from './page/inventory-repository.js';
import { PostgresPageRepository } from './page/repository.js';
import { PostgresPlanRepository } from './plan/repository.js';
import { PostgresRecordTypeRepository } from './record-type/repository.js';
import { PostgresStreamShapeRepository } from './record-type/stream-shape-repository.js';
import { PostgresRecordViewRepository } from './record-type/view-repository.js';
import { PostgresRecordHistoryRepository } from './record/history-repository.js';
import { PostgresLinkRepository } from './record/link-repository.js';
import { PostgresReferenceRepository } from './record/reference-repository.js';
import { SeldomUsedRepositories } from './seldom-used-repositories.js';
import type { ReferenceSets } from './record/reference-sets.js';
import { PostgresRecordRepository } from './record/repository.js';
import { PostgresRecordWriteRepository } from './record/write-repository.js';

export class PostgresTransaction extends SeldomUsedRepositories implements Transaction {
  readonly connections: PostgresConnectionRepository;
  readonly controls: PostgresControlRepository;
  readonly webhooks: PostgresWebhookRepository;
  readonly jobs: PostgresJobRepository;
  readonly connectionRemovals: PostgresConnectionRemovalRepository;
  readonly jobRemovals: PostgresJobRemovalRepository;
  readonly groups: PostgresGroupRepository;
  readonly recordTypes: PostgresRecordTypeRepository;
  readonly recordViews: PostgresRecordViewRepository;
  readonly streamShapes: PostgresStreamShapeRepository;
  readonly triggers: PostgresTriggerRepository;
  readonly scheduleSlots: PostgresScheduleSlotRepository;
  readonly watermarks: PostgresWatermarkRepository;
  readonly executions: PostgresExecutionRepository;
  readonly executionRetries: PostgresExecutionRetryRepository;
  readonly fullExecutions: PostgresFullExecutionRepository;
  readonly receipts: PostgresReceiptRepository;
  readonly errorLog: PostgresErrorLogRepository;
  readonly chunks: PostgresChunkRepository;
  readonly chunkLeases: PostgresChunkLeaseRepository;
  readonly pages: PostgresPageRepository;
  readonly inventories: PostgresInventoryRepository;
  readonly references: PostgresReferenceRepository;
  readonly records: PostgresRecordRepository;
  readonly recordHistory: PostgresRecordHistoryRepository;
  readonly recordWrites: PostgresRecordWriteRepository;
  readonly links: PostgresLinkRepository;
  readonly plans: PostgresPlanRepository;
  readonly closeOuts: PostgresCloseOutRepository;
  readonly candidates: PostgresCandidateRepository;
  readonly inactivationApprovals: PostgresInactivationApprovalRepository;
  readonly failures: PostgresFailureRepository;
  readonly outages: PostgresOutageRepository;
  readonly concerns: PostgresConcernRepository;
  readonly outbox: PostgresOutboxRepository;

  constructor(session: Session, sets: ReferenceSets) {
    super(session, sets);
    this.connections = new PostgresConnectionRepository(session);
    this.controls = new PostgresControlRepository(session);
    this.webhooks = new PostgresWebhookRepository(session);
    this.jobs = new PostgresJobRepository(session);
    this.connectionRemovals = new PostgresConnectionRemovalRepository(session);
    this.jobRemovals = new PostgresJobRemovalRepository(session);
    this.groups = new PostgresGroupRepository(session);
    this.recordTypes = new PostgresRecordTypeRepository(session);
    this.recordViews = new PostgresRecordViewRepository(session);
    this.streamShapes = new PostgresStreamShapeRepository(session);
    this.triggers = new PostgresTriggerRepository(session);
    this.scheduleSlots = new PostgresScheduleSlotRepository(session);
    this.watermarks = new PostgresWatermarkRepository(session);
    this.executions = new PostgresExecutionRepository(session);
    this.executionRetries = new PostgresExecutionRetryRepository(session);
    this.fullExecutions = new PostgresFullExecutionRepository(session);
    this.receipts = new PostgresReceiptRepository(session);
    this.errorLog = new PostgresErrorLogRepository(session);
    this.chunks = new PostgresChunkRepository(session);
    this.chunkLeases = new PostgresChunkLeaseRepository(session);
    this.pages = new PostgresPageRepository(session);
    this.inventories = new PostgresInventoryRepository(session, sets);
    this.references = new PostgresReferenceRepository(session, sets);
    this.records = new PostgresRecordRepository(session);
    this.recordHistory = new PostgresRecordHistoryRepository(session);
    this.recordWrites = new PostgresRecordWriteRepository(session, sets);
    this.links = new PostgresLinkRepository(session, sets);
    this.plans = new PostgresPlanRepository(session);
    this.closeOuts = new PostgresCloseOutRepository(session, sets);
    this.candidates = new PostgresCandidateRepository(session, sets);
    this.inactivationApprovals = new PostgresInactivationApprovalRepository(session);
    this.failures = new PostgresFailureRepository(session, sets);
    this.outages = new PostgresOutageRepository(session);
    this.concerns = new PostgresConcernRepository(session);
    this.outbox = new PostgresOutboxRepository(session);
  }

  get tenantId(): TenantId {
    return this.session.tenant;
  }

  now(): Promise<Date> {
    return this.session.now();
  }
}

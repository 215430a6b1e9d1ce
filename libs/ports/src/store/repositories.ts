import type { ChunkLeaseRepository } from './chunk/chunk-lease-repository.js';
import type { ChunkQueueRepository } from './chunk/chunk-queue-repository.js';
import type { ChunkRepository } from './chunk/chunk-repository.js';
import type { DispatchRepository } from './chunk/dispatch-repository.js';
import type { ConflictRepository } from './conflict/conflict-repository.js';
import type { ProposalRepository } from './conflict/proposal-repository.js';
import type { ConnectionRemovalRepository } from './connection/connection-removal-repository.js';
import type { ConnectionRepository } from './connection/connection-repository.js';
import type { ControlRepository } from './connection/control-repository.js';
import type { WebhookAddressRepository } from './connection/webhook-address-repository.js';
import type { WebhookRepository } from './connection/webhook-repository.js';
import type { ConcernRepository } from './engine/concern-repository.js';
import type { DueRepository } from './engine/due-repository.js';
import type { EngineRepository } from './engine/engine-repository.js';
import type { PurgeRepository } from './engine/purge-repository.js';
import type { EventRepository, SystemEventRepository } from './event/event-repository.js';
import type { ErrorLogRepository } from './execution/error-log-repository.js';
import type { ExecutionRepository } from './execution/execution-repository.js';
import type { ErasureRepository } from './erasure/erasure-repository.js';
import type { ExecutionRetryRepository } from './execution/execution-retry-repository.js';
import type { FullExecutionRepository } from './execution/full-execution-repository.js';
import type { ReceiptRepository } from './execution/receipt-repository.js';
import type { FailureRepository } from './failure/failure-repository.js';
import type { ParkedRepository } from './failure/parked-repository.js';
import type { InactivationApprovalRepository } from './inactivation/inactivation-approval-repository.js';
import type { CandidateRepository } from './inactivation/candidate-repository.js';
import type { CloseOutRepository } from './inactivation/close-out-repository.js';
import type { GroupRepository } from './job/group-repository.js';
import type { JobRemovalRepository } from './job/job-removal-repository.js';
import type { JobRepository } from './job/job-repository.js';
import type { ScheduleSlotRepository } from './job/schedule-slot-repository.js';
import type { TriggerRepository } from './job/trigger-repository.js';
import type { WatermarkRepository } from './job/watermark-repository.js';
import type { DedupeRunRepository } from './match/dedupe-run-repository.js';
import type { MatchKeyRepository } from './match/match-key-repository.js';
import type { MatchReviewRepository } from './match/match-review-repository.js';
import type { MergeRepository } from './match/merge-repository.js';
import type { SharedRecordRepository } from './match/shared-record-repository.js';
import type { ModelRepository } from './model/model-repository.js';
import type { OutageRepository } from './outbox/outage-repository.js';
import type { OutboxRepository, SystemOutboxRepository } from './outbox/outbox-repository.js';
import type { InventoryRepository } from './page/inventory-repository.js';
import type { PageRepository } from './page/page-repository.js';
import type { PairingRepository } from './pairing/pairing-repository.js';
import type { PlanRepository } from './plan/plan-repository.js';
import type { AgreementRepository } from './push/agreement-repository.js';
import type { FlipFlopRepository } from './push/flip-flop-repository.js';
import type { ChangeRunRepository } from './push/change-run-repository.js';
import type { PushAnswerRepository } from './push/push-answer-repository.js';
import type { PushIntentRepository } from './push/push-intent-repository.js';
import type { PushPageRepository } from './push/push-page-repository.js';
import type { RecordTypeRepository } from './record-type/record-type-repository.js';
import type { RecordViewRepository } from './record-type/record-view-repository.js';
import type { StreamShapeRepository } from './record-type/stream-shape-repository.js';
import type { RecordEditRepository } from './record/record-edit-repository.js';
import type { RecordHistoryRepository } from './record/record-history-repository.js';
import type { LinkRepository } from './record/link-repository.js';
import type { RecordRepository } from './record/record-repository.js';
import type { RecordWriteRepository } from './record/record-write-repository.js';
import type { ReferenceRepository } from './record/reference-repository.js';
import type { TriggerMessageRepository } from './trigger-message/trigger-message-repository.js';

/** What the engine stores of a tenant, by what it is used for. */
export interface Repositories {
  readonly connections: ConnectionRepository;
  readonly connectionRemovals: ConnectionRemovalRepository;
  readonly controls: ControlRepository;
  readonly webhooks: WebhookRepository;
  readonly jobs: JobRepository;
  readonly jobRemovals: JobRemovalRepository;
  readonly groups: GroupRepository;
  readonly recordTypes: RecordTypeRepository;
  readonly recordViews: RecordViewRepository;
  readonly streamShapes: StreamShapeRepository;
  readonly triggers: TriggerRepository;
  readonly triggerMessages: TriggerMessageRepository;
  readonly scheduleSlots: ScheduleSlotRepository;
  readonly watermarks: WatermarkRepository;
  readonly executions: ExecutionRepository;
  readonly executionRetries: ExecutionRetryRepository;
  readonly fullExecutions: FullExecutionRepository;
  readonly receipts: ReceiptRepository;
  readonly errorLog: ErrorLogRepository;
  readonly chunks: ChunkRepository;
  readonly chunkLeases: ChunkLeaseRepository;
  readonly pages: PageRepository;
  readonly inventories: InventoryRepository;
  readonly references: ReferenceRepository;
  readonly records: RecordRepository;
  readonly recordHistory: RecordHistoryRepository;
  readonly recordWrites: RecordWriteRepository;
  readonly recordEdits: RecordEditRepository;
  readonly links: LinkRepository;
  readonly sharedRecords: SharedRecordRepository;
  readonly matchKeys: MatchKeyRepository;
  readonly matchReviews: MatchReviewRepository;
  readonly dedupeRuns: DedupeRunRepository;
  readonly merges: MergeRepository;
  readonly erasures: ErasureRepository;
  readonly agreements: AgreementRepository;
  readonly flipFlops: FlipFlopRepository;
  readonly conflicts: ConflictRepository;
  readonly proposals: ProposalRepository;
  readonly models: ModelRepository;
  readonly pushPages: PushPageRepository;
  readonly pushIntents: PushIntentRepository;
  readonly pushAnswers: PushAnswerRepository;
  readonly changeRuns: ChangeRunRepository;
  readonly pairings: PairingRepository;
  readonly plans: PlanRepository;
  readonly closeOuts: CloseOutRepository;
  readonly candidates: CandidateRepository;
  readonly inactivationApprovals: InactivationApprovalRepository;
  readonly failures: FailureRepository;
  readonly parked: ParkedRepository;
  readonly outages: OutageRepository;
  readonly concerns: ConcernRepository;
  readonly events: EventRepository;
  readonly outbox: OutboxRepository;
}

/** What is one for the installation, or is looked at over all tenants. */
export interface SystemRepositories {
  readonly due: DueRepository;
  readonly purges: PurgeRepository;
  readonly chunkQueue: ChunkQueueRepository;
  readonly dispatch: DispatchRepository;
  readonly webhookAddresses: WebhookAddressRepository;
  readonly engine: EngineRepository;
  readonly outages: OutageRepository;
  readonly events: SystemEventRepository;
  readonly outbox: SystemOutboxRepository;
}

export type RepositoryName = keyof Repositories;
export type SystemRepositoryName = keyof SystemRepositories;

/** What each of them holds or does, for docs/stores.md. */
export const REPOSITORIES: Readonly<Record<RepositoryName, string>> = {
  connections: 'connections, their settings, limits and sealed credentials',
  connectionRemovals: 'the removal of a connection, step by step',
  controls: 'what people hold: connections, and what of that holds for a job',
  webhooks: 'where providers send deliveries, and what became of each',
  jobs: 'jobs and their revisions',
  jobRemovals: 'the removal of a job, step by step',
  groups: 'groups of jobs and their runs',
  recordTypes: 'record types and the revisions of their schemas',
  recordViews: 'the SQL views of record types',
  streamShapes: 'what the records of streams look like, and how that changed',
  triggers: 'requests for runs, and what became of them',
  triggerMessages: 'messages of other systems that ask for runs, and the topics on which they come',
  scheduleSlots: 'due slots that were decided',
  watermarks: 'how far incremental runs have come',
  executions: 'executions and their state',
  executionRetries: 'ended executions that are tried again, and dead letters',
  fullExecutions: 'full runs that have ended, and what they say of the next one',
  receipts: 'receipts of executions and outcome rows',
  errorLog: 'what went wrong in executions and when',
  chunks: 'chunks as rows of their execution',
  chunkLeases: 'what an executor does with a chunk that it claimed',
  pages: 'applied pages and their sums',
  inventories: 'records of inventories whose details are to be read',
  references: 'external references, their versions and their locks',
  records: 'records, for reading',
  recordHistory: 'what happened to single records',
  recordWrites: 'creation and change of records',
  recordEdits: 'local changes of records that callers ask for',
  links: 'links between records, and what they were derived from',
  sharedRecords: 'records of several references, and what each of these said last',
  matchKeys: 'the keys under which records are recognised',
  matchReviews: 'records that may be one, and those that a person keeps apart',
  dedupeRuns: 'runs that hold stored records against match rules, and what their previews showed',
  merges: 'the journal of merges',
  erasures: 'records whose values were erased, and the erasing',
  conflicts: 'conflicts of records, and what was decided of them',
  proposals: 'what models propose of conflicts',
  models: 'the model of a tenant, its sealed key, and what it was asked',
  agreements: 'what both sides of records last agreed on',
  flipFlops: 'records that go back and forth, and are left alone',
  pushPages: 'pages of pushes as they are frozen',
  pushIntents: 'writes to providers, and what became of each',
  pushAnswers: 'what answers make of references, bases and pending changes',
  changeRuns: 'local changes as what starts runs',
  pairings: 'which records of both sides of a job are one, and those of which that is not known',
  plans: 'previews, their pages and changes',
  closeOuts: 'what listings prove, and what was decided of them',
  candidates: 'records that a listing no longer had, and their inactivation',
  inactivationApprovals: 'inactivations that wait for a person',
  failures: 'records that could not be applied',
  parked: 'records that wait for others',
  outages: 'when the bus took no messages',
  concerns: 'what may ask for a person: waiting decisions, failing jobs, dead letters',
  events: 'what is told to other systems of what happened',
  outbox: 'messages that are published after the commit',
};

/** The same of what is looked at over all tenants. */
export const SYSTEM_REPOSITORIES: Readonly<Record<SystemRepositoryName, string>> = {
  due: 'what waits for its turn: due slots, retries, runs and removals',
  purges: 'deletion of what was kept long enough',
  chunkQueue: 'chunks that are assigned, claimed and taken back',
  dispatch: 'what may be handed out next, over all executions',
  webhookAddresses: 'whose the address of a delivery is',
  engine: 'the whole installation at a glance, and whether people hold it',
  outages: 'when the bus took no messages',
  events: 'the one order of all events, and how far it has come',
  outbox: 'messages that are published after the commit',
};

export const REPOSITORY_NAMES = Object.keys(REPOSITORIES) as readonly RepositoryName[];
export const SYSTEM_REPOSITORY_NAMES = Object.keys(SYSTEM_REPOSITORIES) as readonly SystemRepositoryName[];

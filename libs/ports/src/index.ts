export { Clock } from './clock.js';
export { type Repeating, Timers } from './timers.js';
export { Ids } from './ids.js';
export { Random } from './random.js';
export { Digest } from './digest.js';
export { KeyedDigest } from './keyed-digest.js';
export {
  CredentialBox,
  type KeptKeyName,
  PayloadBox,
  type SealedField,
  type SealedFor,
  SecretBox,
  WebhookSecretBox,
} from './secret-box.js';
export { Resealer, type SealedText, SealedTexts } from './sealed-texts.js';
export type { GrpcCallHead, GrpcListening, GrpcServing } from './grpc-listening.js';
export { Hmac, type HmacForm } from './hmac.js';
export { type LogFields, Logger } from './logger.js';
export { type Counter, type Gauge, type Histogram, type Labels, Meter } from './meter.js';
export { type Folding, type Metric } from './metrics/metric.js';
export {
  type CounterName,
  type GaugeName,
  type HistogramName,
  METRIC_GROUPS,
  type MetricName,
  METRICS,
} from './metrics/metrics.js';
export { type Mail, MailSender, type MailServer } from './mail-sender.js';
export { type CalledModel, ModelCaller, type ModelReply } from './model-caller.js';
export { MessageBus, type Subscription } from './message-bus.js';
export { PageSpill } from './page-spill.js';
export { type StuckMessage, StuckMessages } from './stuck-messages.js';
export { EventLog } from './event-log.js';
export { Outbox, type OutboxEntry } from './outbox.js';
export { type LedgerView, type QuotaGrant, QuotaLedger } from './quota-ledger.js';
export { BreakerBoard, type BreakerView, type ProbeOutcome } from './breaker-board.js';
export {
  type KeptToken,
  type RefreshTurn,
  type TokenKey,
  TokenVault,
  type TokenView,
} from './token-vault.js';
export { DatabaseWatch } from './database-watch.js';
export { type KeptAnswer, KeptAnswers } from './kept-answers.js';
export { type CallCounts, CallTally } from './call-tally.js';
export {
  type AskedWait,
  type BodyFormat,
  type CalledConnection,
  type CallLimits,
  type CallPatience,
  type CallSigning,
  type CallWatch,
  type ConditionalCall,
  type HttpCall,
  HttpCaller,
  HttpCallers,
  type HttpMethod,
  type JsonAnswer,
  type SeenAnswer,
  type SessionCalls,
} from './http-caller.js';
export {
  Connector,
  type ConnectorContext,
  Connectors,
  type ConnectorSession,
  type ConnectorStream,
  type Gateways,
  type PageRequest,
  type Resizing,
  type SliceRequest,
  type SourcePage,
  type StreamDescription,
  type StreamSlice,
  type StreamSlicing,
  type StreamWrites,
  type WriteRequest,
} from './connector.js';
export type {
  ChunkLeaseRepository,
  ChunkPosition,
  ChunkPostponing,
  ChunkRenewal,
} from './store/chunk/chunk-lease-repository.js';
export type { ChunkClaim, ChunkQueueRepository, QueuedChunk } from './store/chunk/chunk-queue-repository.js';
export type { ChunkRepository } from './store/chunk/chunk-repository.js';
export type { DispatchRepository, StoredQueue } from './store/chunk/dispatch-repository.js';
export type { ConnectionLimits, ConnectionRepository } from './store/connection/connection-repository.js';
export type { ControlRepository } from './store/connection/control-repository.js';
export type {
  WebhookAddress,
  WebhookAddressRepository,
} from './store/connection/webhook-address-repository.js';
export {
  DELIVERY_STATES,
  type DeliveryFilter,
  type DeliveryRefusal,
  type DeliveryState,
  type EndpointSecrets,
  type NamedDeliveries,
  type OpenEndpoint,
  type ReadDelivery,
  type SettledDelivery,
  type StoredDelivery,
  type ToldDelivery,
  type ToldOf,
  type WebhookDelivery,
  type WebhookEndpoint,
  type WebhookRepository,
} from './store/connection/webhook-repository.js';
export type { ConcernRepository } from './store/engine/concern-repository.js';
export type {
  DueExecution,
  DueGroupRun,
  ArrivedRecords,
  DueParked,
  DueRecordView,
  DueJob,
  DueRepository,
  DueTopic,
  DueTrigger,
} from './store/engine/due-repository.js';
export type { GrowthRepository } from './store/engine/growth-repository.js';
export type { PurgeRepository } from './store/engine/purge-repository.js';
export type {
  EngineOverview,
  EngineRepository,
  HeldConnection,
  SetSetting,
} from './store/engine/engine-repository.js';
export type { ErrorLogRepository, LoggedError } from './store/execution/error-log-repository.js';
export type { ExecutionFilter, ExecutionRepository } from './store/execution/execution-repository.js';
export type { ExecutionRetryRepository } from './store/execution/execution-retry-repository.js';
export type { FullExecutionRepository } from './store/execution/full-execution-repository.js';
export type { ReceiptRepository, RecordOutcome } from './store/execution/receipt-repository.js';
export type {
  EditedPayload,
  FailureFilter,
  FailureGroup,
  FailureRepository,
} from './store/failure/failure-repository.js';
export type {
  HeldReference,
  InactivationApprovalFilter,
  InactivationApprovalRepository,
} from './store/inactivation/inactivation-approval-repository.js';
export type {
  Candidate,
  CandidateRepository,
  CandidatePlace,
  GrantedCandidates,
  Inactivation,
} from './store/inactivation/candidate-repository.js';
export type { CloseOutJudgement, CloseOutRepository } from './store/inactivation/close-out-repository.js';
export type { RecordTypeRepository } from './store/record-type/record-type-repository.js';
export type {
  NewShapeVersion,
  ShapeKey,
  ShapeVersion,
  StreamShapeRepository,
} from './store/record-type/stream-shape-repository.js';
export type { RecordViewRepository, RecordViewState } from './store/record-type/record-view-repository.js';
export type { GroupRepository } from './store/job/group-repository.js';
export type {
  ConnectionRemovalRepository,
  UnclearedConnection,
} from './store/connection/connection-removal-repository.js';
export type { JobRemoval, JobRemovalRepository, UnclearedJob } from './store/job/job-removal-repository.js';
export type { JobRepository } from './store/job/job-repository.js';
export type {
  ConnectionPause,
  ScheduleSlotRepository,
  SkippedSlot,
  SlotVerdict,
} from './store/job/schedule-slot-repository.js';
export type { StoredTrigger, TriggerRepository } from './store/job/trigger-repository.js';
export type { WatermarkChange, WatermarkRepository } from './store/job/watermark-repository.js';
export type { Listed, ListRequest } from './store/listed.js';
export type { AddedKey, KeyProgress, MatchKeyRepository } from './store/match/match-key-repository.js';
export type { DedupePair, DedupeRunRepository } from './store/match/dedupe-run-repository.js';
export type {
  MatchReviewRepository,
  OpenedReview,
  ReviewFilter,
  StoredReview,
} from './store/match/match-review-repository.js';
export type {
  ErasedCount,
  ErasureRepository,
  ErasureScope,
  NewErasure,
  StoredErasure,
} from './store/erasure/erasure-repository.js';
export type { MergeRepository, RecordMerge, StoredMerge } from './store/match/merge-repository.js';
export type {
  AttachedWrite,
  LockedRecord,
  MergedContent,
  RemergeCause,
  RemergedContent,
  SavedProjection,
  SharedRecordRepository,
  UnsharedReference,
} from './store/match/shared-record-repository.js';
export type {
  EventFilter,
  EventHead,
  EventRepository,
  SystemEventRepository,
} from './store/event/event-repository.js';
export type { OutageRepository } from './store/outbox/outage-repository.js';
export type {
  OutboxRepository,
  SystemOutboxRepository,
  WithoutTenant,
} from './store/outbox/outbox-repository.js';
export type {
  ExecutionOfMapping,
  InventoryPage,
  InventoryRepository,
} from './store/page/inventory-repository.js';
export type {
  ChunkAdvance,
  ListedIds,
  ListedPlace,
  OutcomeRow,
  PageRepository,
  PageResult,
  PageSaid,
  SeenRecord,
} from './store/page/page-repository.js';
export type { AgreementRepository, ChangedRecord } from './store/push/agreement-repository.js';
export type {
  FlipFlopRepository,
  QuarantinedRecord,
  WatchedRecord,
  WatchedWrites,
} from './store/push/flip-flop-repository.js';
export type {
  ConflictFilter,
  ConflictRepository,
  ListedConflict,
  SavedConflict,
  StoredConflict,
} from './store/conflict/conflict-repository.js';
export type {
  ClaimedProposal,
  NotedProposal,
  ProposalRepository,
} from './store/conflict/proposal-repository.js';
export type { ChannelRepository, StoredChannel } from './store/notification/channel-repository.js';
export type {
  DeliveryAttempt,
  FailedDelivery,
  NotificationDeliveryRepository,
  StoredNotification,
} from './store/notification/notification-delivery-repository.js';
export type {
  NewNotification,
  NotificationCursor,
  NotificationRepository,
} from './store/notification/notification-repository.js';
export type { ConfigurationRepository, Configured } from './store/configuration/configuration-repository.js';
export { SecretReferences } from './secret-references.js';
export type { ModelRepository, ReservedCall, StoredModel } from './store/model/model-repository.js';
export type {
  AnsweredReference,
  AttachedReference,
  PushAnswerRepository,
  PushedVersion,
} from './store/push/push-answer-repository.js';
export type {
  IntentAnswer,
  IntentFilter,
  IntentSettling,
  PushIntentRepository,
  PreparedIntent,
  ReadBackIntent,
  RebasedIntent,
  UnsentAnswer,
  StoredIntent,
} from './store/push/push-intent-repository.js';
export type {
  FreezingOf,
  NewIntent,
  PushEntry,
  PushListing,
  PushPage,
  PushPageRepository,
  PushPlace,
} from './store/push/push-page-repository.js';
export type {
  KeyHolders,
  PairAttachment,
  PairingRepository,
  StagedRecord,
} from './store/pairing/pairing-repository.js';
export type { PlanChange, PlanPage, PlanRepository } from './store/plan/plan-repository.js';
export type { RecordRepository, StoredRecord, StoredReference } from './store/record/record-repository.js';
export type {
  EditableRecord,
  EditedRecord,
  RecordEditRepository,
} from './store/record/record-edit-repository.js';
export type { FailureOfRecord, RecordHistoryRepository } from './store/record/record-history-repository.js';
export type { ParkedRecord, ParkedRepository } from './store/failure/parked-repository.js';
export type { LinkedRecord, LinkRepository, LinksOfRecord } from './store/record/link-repository.js';
export type { HeldRecord, RecordWriteRepository } from './store/record/record-write-repository.js';
export type { Contradictions, ReferenceRepository } from './store/record/reference-repository.js';
export type {
  Repositories,
  RepositoryName,
  SystemRepositories,
  SystemRepositoryName,
} from './store/repositories.js';
export {
  REPOSITORIES,
  REPOSITORY_NAMES,
  SYSTEM_REPOSITORIES,
  SYSTEM_REPOSITORY_NAMES,
} from './store/repository-names.js';
export { ServiceStore, type StoreUser } from './store/service-store.js';
export { Store, type SystemTransaction, type Transaction, type Transactions } from './store/store.js';
export {
  type Constructor,
  handles,
  type Handling,
  type Hooks,
  type MessageHandler,
  type Part,
  part,
  providerOf,
  type ServiceDefinition,
  Sweep,
  type Token,
} from './service-definition.js';
export { Instance } from './instance.js';
export { Capacity } from './capacity.js';
export { Windows } from './windows.js';
export { Tracing, type OpenSpan, type SpanSettings, type TraceNotes } from './tracing.js';
export { AccessRules } from './access-rules.js';
export { TokenIssuer } from './token-issuer.js';
export type { CountedTenant, Tenant, TenantRepository } from './store/access/tenant-repository.js';
export type {
  RemovableTenant,
  TableRows,
  TenantRemovalRepository,
} from './store/access/tenant-removal-repository.js';
export { AuditScope, type AuditedRequest } from './audit-scope.js';
export { AuditedStore } from './store/audited-store.js';
export type {
  AuditChange,
  AuditEnd,
  AuditFilter,
  AuditNotes,
  AuditRepository,
  StoredAuditEvent,
} from './store/audit/audit-repository.js';
export type {
  AccessRepository,
  ApiKeyRepository,
  KnownApiKey,
  NewApiKey,
} from './store/access/api-key-repository.js';
export { PublicAddress } from './public-address.js';
export { Retention } from './retention.js';
export { ServiceDirectory, type ServiceReadiness } from './service-directory.js';

export type { ChangeRunRepository } from './store/push/change-run-repository.js';
export {
  type ForeignHandling,
  type ForeignRecord,
  ForeignTopics,
  type ListenedTopic,
  type ListenedTopicState,
  TopicRights,
} from './foreign-topics.js';
export {
  type SettledMessage,
  type StoredTriggerMessage,
  TOPIC_STATES,
  type TopicCounts,
  type TopicState,
  type TriggerMessageRepository,
  type TriggerTopic,
} from './store/trigger-message/trigger-message-repository.js';

export { EVENKEEL_VERSION, API_PREFIX, DEFAULT_ADMIN_URL } from './version.js';
export { looksLikeAnId, actorName, ACTOR_HEADER, UNNAMED_ACTOR } from './json-object.js';
/** For the faces: what the API answers and takes is JSON in which no number loses digits. */
export { ExactNumber, parseJson } from '@evenkeel/domain';
export { problemDetails, type ProblemDetails } from './problem.js';
export { statusOf } from './problem-status.js';
export { LIST_LIMIT, flagText, type ListQuery, type ListView } from './list.js';
export type { QuotaUseView } from './limits.js';
export type {
  AddConnectionRequest,
  ConnectionView,
  ConnectionCheck,
  ConnectionRemovalView,
  ResumedCalls,
} from './connection.js';
export type { StreamList, StreamView } from './stream.js';
export type { ShapeChangeView, ShapePlaceView, ShapeVersionView, StreamShapeView } from './stream-shape.js';
export type { MappingTestView, TestedFieldView, TestedRecordView } from './mapping-test.js';
export type { StreamTrialView, TrialView, TriedPageView, TriedReadView, TriedRecordView } from './trial.js';
export type { SettingsSchemaView } from './connector.js';
export type { SetControl, ControlView } from './control.js';
export type { GroupRemovalView, GroupView } from './group.js';
export type { EngineView } from './engine.js';
export type { EngineSettingList } from './engine-settings.js';
export type { ConcernList, ConcernView } from './concern.js';
export type { AddJobRequest, ChangeJob, JobRemovalView } from './job.js';
export type { JobView } from './job-view.js';
export { type RunRequest, idempotencyKey, type TriggerView } from './run.js';
export type { KeyRotationView } from './key-rotation.js';
export type { QuarantinedRecordView, QuarantineQuery, ReleasedView } from './quarantine.js';
export {
  type ConflictQuery,
  type ConflictSummary,
  type ConflictView,
  CONFLICT_QUERY_STATES,
  MOST_RESOLVED,
  type ResolvedConflicts,
} from './conflict.js';
export type { HeldRecordView } from './pair.js';
export type { PushQuery, PushSummary, PushView } from './push.js';
export {
  watermarkValue,
  type WatermarkView,
  type WatermarkChangeView,
  type SetWatermark,
} from './watermark.js';
export { EVENT_TYPES, NOTIFICATION_KINDS } from '@evenkeel/domain';
export { eventView, type EventView } from './event.js';
export { type ExecutionSummary, executionView, type ExecutionView } from './execution.js';
export type { CloseOutView, ReceiptView } from './receipt.js';
export type { RecordOutcomeView, LoggedErrorView } from './record-outcome.js';
export type { PlanSummaryView, PlanView, PlanChangeView } from './plan.js';
export type { ModelCheckView, ModelView } from './model.js';
export type { NotificationChannelView } from './notification-channel-view.js';
export type { NotificationView } from './notification.js';
export type { DedupePairView, DedupeRunView } from './dedupe.js';
export type { DedupeView, MatchQuery, MatchSummary, MatchView, MergeSummary, MergeView } from './match.js';
export type { RecordTypeRemovalView, RecordTypeView } from './record-type.js';
export type { ErasureView } from './erasure.js';
export type { FieldValueView } from './field-history.js';
export type { RecordEventView, RecordPageView } from './record-page.js';
export type { ParkedView } from './parked.js';
export { type RecordView, type RecordQuery, RECORD_STATES } from './record.js';
export type {
  InactivationApprovalSummary,
  InactivationApprovalView,
  InactivationApprovalQuery,
  GrantView,
} from './inactivation-approval.js';
export type {
  TriggerMessageQuery,
  TriggerMessageView,
  TriggerTopicList,
  TriggerTopicView,
} from './trigger-message.js';
export type { AuditEventView, AuditQuery } from './audit-event.js';
export type { AddedTenantView, TenantRemovalView, TenantView } from './tenant.js';
export type { CallerView } from './caller-view.js';
export type { AddedApiKeyView, ApiKeyView } from './api-key.js';
export type {
  ChangedEndpointView,
  OpenEndpointList,
  OpenEndpointView,
  WebhookEndpointView,
} from './webhook-endpoint.js';
export type { DeliveryQuery, DeliveryView, Redelivered } from './webhook-delivery.js';
export type { WebhookRulesFields } from './webhook-rules.js';
export type { StatusView } from './status.js';
export {
  type FailureSummary,
  type FailureView,
  FAILURE_QUERY_STATES,
  type FailureQuery,
  type FailureGroupView,
  type FailureGroupList,
  type RetryFailures,
  type RetryView,
} from './failure.js';
export type { OperationShape } from './operations/operation.js';
export { TAGS } from './operations/tags.js';
export { PLACEHOLDERS } from './operations/placeholders.js';
export { refusalCodes, refusalStatuses } from './operations/refusals.js';
export {
  OPERATIONS,
  type OperationId,
  type CallOf,
  type RequestOf,
  type AnswerOf,
  type Operation,
  operationList,
  placeholdersOf,
} from './operations/table.js';
export { EXECUTION_STATUSES, printable, ROLES, type Role } from '@evenkeel/domain';
export {
  completeSpec,
  type ConfigurationDocument,
  configurationSchema,
  type DocumentFault,
  faultsOfChannel,
  type ReadDocument,
  readConfigurationDocument,
} from './configuration-document.js';
export { configurationDefaults } from './configuration-spec.js';
export type { ConfigurationPlan } from './configuration.js';

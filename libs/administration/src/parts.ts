import { ConnectorSessions, CredentialSafe, ExecutionMetrics, RecordSecrets } from '@evenkeel/operations';
import {
  part,
  BreakerBoard,
  Clock,
  Connectors,
  CredentialBox,
  DatabaseWatch,
  Digest,
  KeyedDigest,
  HttpCallers,
  Ids,
  Logger,
  ModelCaller,
  PayloadBox,
  Meter,
  QuotaLedger,
  ServiceDirectory,
  Store,
  Timers,
  TopicRights,
  type Part,
  type Sweep,
} from '@evenkeel/ports';
import { accessParts } from './access-parts.js';
import { DecideInactivationApprovalUseCase } from './inactivation-approvals/decide-inactivation-approval.js';
import { ListConflicts } from './conflicts/list-conflicts.js';
import { ResolveConflictUseCase } from './conflicts/resolve-conflict.js';
import { ResolveConflictsUseCase } from './conflicts/resolve-conflicts.js';
import { UndoConflictUseCase } from './conflicts/undo-conflict.js';
import { ListPushes } from './pushes/list-pushes.js';
import { ManageQuarantine } from './quarantine/manage-quarantine.js';
import { ListPairs } from './pairs/list-pairs.js';
import { DecidePairUseCase } from './pairs/decide-pair.js';
import { SettlePushUseCase } from './pushes/settle-push.js';
import { ListInactivationApprovals } from './inactivation-approvals/list-inactivation-approvals.js';
import { controlParts } from './control/control-parts.js';
import { configurationParts } from './configuration/configuration-parts.js';
import { AddConnectionUseCase } from './connections/add-connection.js';
import { ChangeConnectionUseCase } from './connections/change-connection.js';
import { CheckConnection } from './connections/check-connection.js';
import { DiscoverStreams } from './connections/discover-streams.js';
import { LiftPause } from './connections/lift-pause.js';
import { ListConnections } from './connections/list-connections.js';
import { ClearRemovedTenants } from './access/clear-removed-tenants.sweep.js';
import { ClearRemovedConnections } from './connections/clear-removed-connections.sweep.js';
import { ManageStreamShapes } from './connections/manage-stream-shapes.js';
import { RemoveConnectionUseCase } from './connections/remove-connection.js';
import { ResumeCalls } from './connections/resume-calls.js';
import { ShowQuota } from './connections/show-quota.js';
import { ListConcerns } from './control/list-concerns.js';
import { ShowSettingsSchema } from './connectors/show-settings-schema.js';
import { EventFeed } from './events/event-feed.js';
import { FollowEvents } from './events/follow-events.js';
import { ReadEvents } from './events/read-events.js';
import { CancelAll } from './executions/cancel-all.js';
import { CancelExecution } from './executions/cancel-execution.js';
import { ListExecutions } from './executions/list-executions.js';
import { PauseExecution } from './executions/pause-execution.js';
import { ResumeExecution } from './executions/resume-execution.js';
import { RetryExecutionUseCase } from './executions/retry-execution.js';
import { ShowExecution } from './executions/show-execution.js';
import { ChangeFailure } from './failures/change-failure.js';
import { ListParked } from './failures/list-parked.js';
import { ListFailures } from './failures/list-failures.js';
import { RetryFailuresUseCase } from './failures/retry-failures.js';
import { ManageGroups } from './groups/manage-groups.js';
import { AddJobUseCase } from './jobs/add-job.js';
import { ChangeJobUseCase } from './jobs/change-job.js';
import { ClearRemovedJob } from './jobs/clear-removed-job.js';
import { ClearRemovedJobs } from './jobs/clear-removed-jobs.sweep.js';
import { ListJobs } from './jobs/list-jobs.js';
import { ListNextStarts } from './jobs/list-next-starts.js';
import { RemoveJobUseCase } from './jobs/remove-job.js';
import { DecideMatchUseCase } from './matches/decide-match.js';
import { AdvanceDedupe } from './matches/advance-dedupe.js';
import { AdvanceDueDedupe } from './matches/advance-due-dedupe.sweep.js';
import { ManageDedupe } from './matches/manage-dedupe.js';
import { DedupeRecordTypeUseCase } from './matches/dedupe-record-type.js';
import { ListMatches } from './matches/list-matches.js';
import { CheckModelUseCase } from './models/check-model.js';
import { ManageModel } from './models/manage-model.js';
import { notificationParts } from './notifications/notification-parts.js';
import { ManageMerges } from './matches/manage-merges.js';
import { DecidePlanUseCase } from './plans/decide-plan.js';
import { ShowPlan } from './plans/show-plan.js';
import { ListRecords } from './records/list-records.js';
import { EditRecordUseCase } from './records/edit-record.js';
import { EraseRecordUseCase } from './records/erase-record.js';
import { ListFieldValues } from './records/list-field-values.js';
import { ShowRecord } from './records/show-record.js';
import { KeepRecordView } from './record-types/keep-record-view.js';
import { KeepRecordViews } from './record-types/keep-record-views.sweep.js';
import { MakeMatchKeys } from './record-types/make-match-keys.js';
import { MakeDueMatchKeys } from './record-types/make-match-keys.sweep.js';
import { ManageRecordTypes } from './record-types/manage-record-types.js';
import { RequestRunUseCase } from './runs/request-run.js';
import { ShowTrigger } from './runs/show-trigger.js';
import { ShowStatus } from './status/show-status.js';
import { PassingConnections } from './trials/passing-connections.js';
import { TestMappingUseCase } from './trials/test-mapping.js';
import { ListTriggerMessages } from './trigger-messages/list-trigger-messages.js';
import { TrySettingsUseCase } from './trials/try-settings.js';
import { TryStreams } from './trials/try-streams.js';
import { SetWatermarkUseCase } from './watermarks/set-watermark.js';
import { ShowWatermark } from './watermarks/show-watermark.js';
import { webhookParts } from './webhooks/webhook-parts.js';

/** The use cases and what they are made of. */
export const administrationParts: readonly Part[] = [
  part(ExecutionMetrics, Meter),
  part(AddConnectionUseCase, Store, Connectors, CredentialSafe, Ids),
  part(ChangeConnectionUseCase, Store, Connectors, CredentialSafe, LiftPause, Logger),
  part(CheckConnection, Store, ConnectorSessions, TryStreams, LiftPause),
  part(ConnectorSessions, Connectors, CredentialSafe, HttpCallers, Clock, Logger),
  ...accessParts,
  part(CredentialSafe, CredentialBox),
  part(RecordSecrets, KeyedDigest, PayloadBox),
  part(DiscoverStreams, Store, ConnectorSessions),
  part(LiftPause, Store, QuotaLedger),
  part(ListConnections, Store),
  part(TryStreams, ConnectorSessions),
  part(PassingConnections, Store, Ids, HttpCallers),
  part(TestMappingUseCase, Store, ConnectorSessions, RecordSecrets),
  part(TrySettingsUseCase, Store, Connectors, CredentialSafe, TryStreams, PassingConnections),
  part(RemoveConnectionUseCase, Store, ClearRemovedJob, Logger),
  part(ManageStreamShapes, Store, Logger),
  part(ResumeCalls, Store, LiftPause, Logger),
  part(ShowSettingsSchema, Connectors),
  part(ShowQuota, Store, QuotaLedger, BreakerBoard),
  ...webhookParts,
  part(AddJobUseCase, Store, ConnectorSessions, Ids, KeepRecordView, TopicRights),
  part(ChangeJobUseCase, Store, Ids, KeepRecordView, TopicRights, Logger),
  part(KeepRecordView, Store, Logger),
  part(MakeMatchKeys, Store, Digest, RecordSecrets),
  part(ManageRecordTypes, Store, Ids, KeepRecordView, MakeMatchKeys, Logger),
  part(RemoveJobUseCase, Store, ClearRemovedJob, Logger),
  part(CancelAll, Store, ExecutionMetrics),
  part(ClearRemovedJob, Store, CancelAll),
  part(ListJobs, Store),
  part(ListNextStarts, Store),
  part(ManageGroups, Store, Ids),
  part(ShowWatermark, Store),
  part(SetWatermarkUseCase, Store, Logger),
  part(RequestRunUseCase, Store, Ids, Digest),
  part(ShowTrigger, Store),
  part(ListTriggerMessages, Store),
  part(ListExecutions, Store),
  part(EventFeed, Store, Timers, Clock, Logger),
  part(FollowEvents, Store, EventFeed, Clock),
  part(ReadEvents, Store, FollowEvents),
  part(ShowExecution, Store),
  part(CancelExecution, Store, ExecutionMetrics, Logger),
  part(PauseExecution, Store, Logger),
  part(ResumeExecution, Store, Logger),
  part(RetryExecutionUseCase, Store, Ids, Digest, Logger),
  part(ListConcerns, Store, DatabaseWatch, Timers),
  part(ShowPlan, Store),
  part(DecidePlanUseCase, Store, ExecutionMetrics, Logger),
  part(ListRecords, Store),
  part(ShowRecord, Store),
  part(ListFieldValues, Store),
  part(EditRecordUseCase, Store, Logger),
  part(EraseRecordUseCase, Store, Logger),
  part(ListMatches, Store),
  part(DecideMatchUseCase, Store, Logger),
  part(ManageMerges, Store, Logger),
  part(ManageModel, Store, CredentialSafe, Ids, Logger),
  ...notificationParts,
  ...configurationParts,
  ...controlParts,
  part(CheckModelUseCase, Store, CredentialSafe, ModelCaller, Clock),
  part(DedupeRecordTypeUseCase, Store, Digest, RecordSecrets, Timers, Logger),
  part(AdvanceDedupe, Store, Digest, RecordSecrets, Timers, Logger),
  part(ManageDedupe, Store, Ids, AdvanceDedupe, Logger),
  part(ListConflicts, Store),
  part(ResolveConflictUseCase, Store, Logger),
  part(ResolveConflictsUseCase, Store, Digest, Logger),
  part(UndoConflictUseCase, Store, Logger),
  part(ListPairs, Store),
  part(DecidePairUseCase, Store, Ids, Logger),
  part(ListPushes, Store),
  part(SettlePushUseCase, Store, Logger),
  part(ManageQuarantine, Store, Ids, Logger),
  part(ListInactivationApprovals, Store),
  part(DecideInactivationApprovalUseCase, Store, Ids, Logger),
  part(ListFailures, Store),
  part(ListParked, Store),
  part(RetryFailuresUseCase, Store, Ids, Digest),
  part(ChangeFailure, Store, Digest, RetryFailuresUseCase, RecordSecrets),
  part(ShowStatus, Store, Clock, ServiceDirectory, Timers),
];

export const administrationSweeps: readonly Part<Sweep>[] = [
  part(ClearRemovedJobs, Store, ClearRemovedJob),
  part(ClearRemovedConnections, Store),
  part(ClearRemovedTenants, Store, Logger),
  part(KeepRecordViews, Store, Ids, KeepRecordView),
  part(MakeDueMatchKeys, Store, MakeMatchKeys),
  part(AdvanceDueDedupe, Store, AdvanceDedupe),
];

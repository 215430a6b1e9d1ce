import type { AnswerOf, OperationId, RequestOf } from '@evenkeel/contracts-admin';
import type { Constructor } from '@evenkeel/ports';
import { DecideInactivationApprovalUseCase } from './inactivation-approvals/decide-inactivation-approval.js';
import { ListConflicts } from './conflicts/list-conflicts.js';
import { ResolveConflictUseCase } from './conflicts/resolve-conflict.js';
import { ResolveConflictsUseCase } from './conflicts/resolve-conflicts.js';
import { UndoConflictUseCase } from './conflicts/undo-conflict.js';
import { ListPushes } from './pushes/list-pushes.js';
import { ManageQuarantine } from './quarantine/manage-quarantine.js';
import { RotateKeys } from './keys/rotate-keys.js';
import { ListPairs } from './pairs/list-pairs.js';
import { DecidePairUseCase } from './pairs/decide-pair.js';
import { SettlePushUseCase } from './pushes/settle-push.js';
import { ListInactivationApprovals } from './inactivation-approvals/list-inactivation-approvals.js';
import type { Caller, Terms } from './caller.js';
import { AddConnectionUseCase } from './connections/add-connection.js';
import { ChangeConnectionUseCase } from './connections/change-connection.js';
import { CheckConnection } from './connections/check-connection.js';
import { DiscoverStreams } from './connections/discover-streams.js';
import { ListConnections } from './connections/list-connections.js';
import { ShowSettingsSchema } from './connectors/show-settings-schema.js';
import { ManageStreamShapes } from './connections/manage-stream-shapes.js';
import { RemoveConnectionUseCase } from './connections/remove-connection.js';
import { ResumeCalls } from './connections/resume-calls.js';
import { ShowQuota } from './connections/show-quota.js';
import { ListConcerns } from './control/list-concerns.js';
import { SetControlUseCase } from './control/set-control.js';
import { ShowEngine } from './control/show-engine.js';
import { ReadEvents } from './events/read-events.js';
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
import { ListJobs } from './jobs/list-jobs.js';
import { ListNextStarts } from './jobs/list-next-starts.js';
import { RemoveJobUseCase } from './jobs/remove-job.js';
import { DecideMatchUseCase } from './matches/decide-match.js';
import { ManageDedupe } from './matches/manage-dedupe.js';
import { DedupeRecordTypeUseCase } from './matches/dedupe-record-type.js';
import { ListMatches } from './matches/list-matches.js';
import { CheckModelUseCase } from './models/check-model.js';
import { ManageModel } from './models/manage-model.js';
import { ManageMerges } from './matches/manage-merges.js';
import { DecidePlanUseCase } from './plans/decide-plan.js';
import { ShowPlan } from './plans/show-plan.js';
import { ListRecords } from './records/list-records.js';
import { EditRecordUseCase } from './records/edit-record.js';
import { EraseRecordUseCase } from './records/erase-record.js';
import { ListFieldValues } from './records/list-field-values.js';
import { ShowRecord } from './records/show-record.js';
import { ManageRecordTypes } from './record-types/manage-record-types.js';
import { RequestRunUseCase } from './runs/request-run.js';
import { ShowTrigger } from './runs/show-trigger.js';
import { ShowStatus } from './status/show-status.js';
import { TestMappingUseCase } from './trials/test-mapping.js';
import { ListTriggerMessages } from './trigger-messages/list-trigger-messages.js';
import { TrySettingsUseCase } from './trials/try-settings.js';
import { SetWatermarkUseCase } from './watermarks/set-watermark.js';
import { ShowWatermark } from './watermarks/show-watermark.js';
import { AddWebhookEndpointUseCase } from './webhooks/add-webhook-endpoint.js';
import { ListWebhookEndpoints } from './webhooks/list-webhook-endpoints.js';

/** The method of a use case that carries an operation out. */
export interface OperationHandler<Method = unknown> {
  readonly useCase: Constructor;
  readonly method: string;
  /** The one that goes on telling, where the operation can be followed: it gives an iterable of what `Told` says. */
  readonly follow?: string;
  /** Never there: it only lets the compiler see whether the method fits its operation. */
  readonly signature?: Method;
}

type Handles<Id extends OperationId> = (
  caller: Caller,
  request: RequestOf<Id>,
  terms: Terms,
) => Promise<AnswerOf<Id>>;

function by<UseCase, Method extends keyof UseCase & string>(
  useCase: Constructor<UseCase>,
  method: Method,
): OperationHandler<UseCase[Method]> {
  return { useCase, method };
}

/** Who carries out which operation, whatever face it was asked through. */
export const operationHandlers = {
  addConnection: by(AddConnectionUseCase, 'add'),
  listConnections: by(ListConnections, 'list'),
  showConnection: by(ListConnections, 'show'),
  changeConnection: by(ChangeConnectionUseCase, 'change'),
  removeConnection: by(RemoveConnectionUseCase, 'remove'),
  testMapping: by(TestMappingUseCase, 'ofRules'),
  testJobMapping: by(TestMappingUseCase, 'ofJob'),
  trySettings: by(TrySettingsUseCase, 'ofSettings'),
  tryConnection: by(TrySettingsUseCase, 'ofConnection'),
  checkConnection: by(CheckConnection, 'check'),
  showQuota: by(ShowQuota, 'show'),
  resumeCalls: by(ResumeCalls, 'resume'),
  listStreams: by(DiscoverStreams, 'discover'),
  showStreamShape: by(ManageStreamShapes, 'show'),
  listShapeVersions: by(ManageStreamShapes, 'versions'),
  acceptStreamShape: by(ManageStreamShapes, 'accept'),
  showSettingsSchema: by(ShowSettingsSchema, 'show'),
  showConnectionControl: by(SetControlUseCase, 'show'),
  controlConnection: by(SetControlUseCase, 'ofConnection'),
  showModel: by(ManageModel, 'show'),
  setModel: by(ManageModel, 'set'),
  removeModel: by(ManageModel, 'remove'),
  checkModel: by(CheckModelUseCase, 'check'),
  addWebhookEndpoint: by(AddWebhookEndpointUseCase, 'add'),
  listWebhookEndpoints: by(ListWebhookEndpoints, 'list'),
  closeWebhookEndpoint: by(ListWebhookEndpoints, 'close'),
  addJob: by(AddJobUseCase, 'add'),
  listJobs: by(ListJobs, 'list'),
  showJob: by(ListJobs, 'show'),
  listNextRuns: by(ListNextStarts, 'list'),
  changeJob: by(ChangeJobUseCase, 'change'),
  removeJob: by(RemoveJobUseCase, 'remove'),
  requestRun: by(RequestRunUseCase, 'request'),
  requestPreview: by(RequestRunUseCase, 'preview'),
  addGroup: by(ManageGroups, 'add'),
  listGroups: by(ManageGroups, 'list'),
  showGroup: by(ManageGroups, 'show'),
  removeGroup: by(ManageGroups, 'remove'),
  runGroup: by(ManageGroups, 'run'),
  showWatermark: by(ShowWatermark, 'show'),
  listWatermarks: by(ShowWatermark, 'history'),
  setWatermark: by(SetWatermarkUseCase, 'set'),
  showTrigger: by(ShowTrigger, 'show'),
  listEvents: { ...by(ReadEvents, 'list'), follow: 'follow' },
  listExecutionEvents: { ...by(ReadEvents, 'listOfExecution'), follow: 'followExecution' },
  listTriggerMessages: by(ListTriggerMessages, 'list'),
  listTriggerTopics: by(ListTriggerMessages, 'topics'),
  listExecutions: by(ListExecutions, 'list'),
  showExecution: by(ShowExecution, 'show'),
  listOutcomes: by(ListExecutions, 'listOutcomes'),
  listErrors: by(ListExecutions, 'listErrors'),
  cancelExecution: by(CancelExecution, 'cancel'),
  pauseExecution: by(PauseExecution, 'pause'),
  resumeExecution: by(ResumeExecution, 'resume'),
  retryExecution: by(RetryExecutionUseCase, 'retry'),
  discardExecution: by(RetryExecutionUseCase, 'discard'),
  listPlans: by(ShowPlan, 'list'),
  showPlan: by(ShowPlan, 'show'),
  listPlanChanges: by(ShowPlan, 'changes'),
  approvePlan: by(DecidePlanUseCase, 'approve'),
  rejectPlan: by(DecidePlanUseCase, 'reject'),
  listRecordTypes: by(ManageRecordTypes, 'list'),
  showRecordType: by(ManageRecordTypes, 'show'),
  setRecordType: by(ManageRecordTypes, 'set'),
  removeRecordType: by(ManageRecordTypes, 'remove'),
  listRecords: by(ListRecords, 'list'),
  showRecord: by(ShowRecord, 'show'),
  listFieldValues: by(ListFieldValues, 'list'),
  createRecord: by(EditRecordUseCase, 'create'),
  changeRecord: by(EditRecordUseCase, 'change'),
  deleteRecord: by(EditRecordUseCase, 'delete'),
  eraseRecord: by(EraseRecordUseCase, 'erase'),
  uneraseRecord: by(EraseRecordUseCase, 'unerase'),
  listMatches: by(ListMatches, 'list'),
  showMatch: by(ListMatches, 'show'),
  mergeMatch: by(DecideMatchUseCase, 'merge'),
  keepMatchApart: by(DecideMatchUseCase, 'keepApart'),
  listMerges: by(ManageMerges, 'list'),
  showMerge: by(ManageMerges, 'show'),
  undoMerge: by(ManageMerges, 'undo'),
  dedupeRecordType: by(DedupeRecordTypeUseCase, 'dedupe'),
  startDedupe: by(ManageDedupe, 'start'),
  listDedupeRuns: by(ManageDedupe, 'list'),
  showDedupeRun: by(ManageDedupe, 'show'),
  listDedupePairs: by(ManageDedupe, 'pairs'),
  confirmDedupe: by(ManageDedupe, 'confirm'),
  pauseDedupe: by(ManageDedupe, 'pause'),
  resumeDedupe: by(ManageDedupe, 'resume'),
  cancelDedupe: by(ManageDedupe, 'cancel'),
  listConflicts: by(ListConflicts, 'list'),
  showConflict: by(ListConflicts, 'show'),
  resolveConflict: by(ResolveConflictUseCase, 'resolve'),
  resolveConflicts: by(ResolveConflictsUseCase, 'resolve'),
  undoConflict: by(UndoConflictUseCase, 'undo'),
  listPairs: by(ListPairs, 'list'),
  decidePair: by(DecidePairUseCase, 'decide'),
  listPushes: by(ListPushes, 'list'),
  showPush: by(ListPushes, 'show'),
  settlePush: by(SettlePushUseCase, 'settle'),
  listQuarantine: by(ManageQuarantine, 'list'),
  releaseQuarantine: by(ManageQuarantine, 'release'),
  rotateKeys: by(RotateKeys, 'rotate'),
  listInactivationApprovals: by(ListInactivationApprovals, 'list'),
  showInactivationApproval: by(ListInactivationApprovals, 'show'),
  grantInactivationApproval: by(DecideInactivationApprovalUseCase, 'grant'),
  rejectInactivationApproval: by(DecideInactivationApprovalUseCase, 'reject'),
  listFailures: by(ListFailures, 'list'),
  listFailureGroups: by(ListFailures, 'groups'),
  showFailure: by(ListFailures, 'show'),
  retryFailures: by(RetryFailuresUseCase, 'retryMany'),
  retryFailure: by(RetryFailuresUseCase, 'retryOne'),
  editFailure: by(ChangeFailure, 'edit'),
  discardFailure: by(ChangeFailure, 'discard'),
  listParked: by(ListParked, 'list'),
  showStatus: by(ShowStatus, 'show'),
  listConcerns: by(ListConcerns, 'list'),
  showEngine: by(ShowEngine, 'show'),
  controlEngine: by(SetControlUseCase, 'ofEngine'),
} satisfies { readonly [Id in OperationId]: OperationHandler<Handles<Id>> };

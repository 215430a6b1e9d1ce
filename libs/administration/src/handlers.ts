import type { OperationId } from '@evenkeel/contracts-admin';
import { ManageApiKeys } from './access/manage-api-keys.js';
import { ListAuditLog } from './audit/list-audit-log.js';
import { ManageTenants } from './access/manage-tenants.js';
import { RemoveTenantUseCase } from './access/remove-tenant.js';
import { ShowCaller } from './access/show-caller.js';
import { AddConnectionUseCase } from './connections/add-connection.js';
import { AddJobUseCase } from './jobs/add-job.js';
import { AddWebhookEndpointUseCase } from './webhooks/add-webhook-endpoint.js';
import { CancelExecution } from './executions/cancel-execution.js';
import { ChangeConnectionUseCase } from './connections/change-connection.js';
import { ChangeJobUseCase } from './jobs/change-job.js';
import { CheckConnection } from './connections/check-connection.js';
import { CheckModelUseCase } from './models/check-model.js';
import { DecideInactivationApprovalUseCase } from './inactivation-approvals/decide-inactivation-approval.js';
import { DecidePlanUseCase } from './plans/decide-plan.js';
import { DiscoverStreams } from './connections/discover-streams.js';
import { ListConcerns } from './control/list-concerns.js';
import { ListConnections } from './connections/list-connections.js';
import { ListExecutions } from './executions/list-executions.js';
import { ListInactivationApprovals } from './inactivation-approvals/list-inactivation-approvals.js';
import { ListJobs } from './jobs/list-jobs.js';
import { ListNextStarts } from './jobs/list-next-starts.js';
import { ListTriggerMessages } from './trigger-messages/list-trigger-messages.js';
import { ChangeWebhookEndpointUseCase } from './webhooks/change-webhook-endpoint.js';
import { ListWebhookEndpoints } from './webhooks/list-webhook-endpoints.js';
import { ManageDeliveries } from './webhooks/manage-deliveries.js';
import { RotateWebhookSecretUseCase } from './webhooks/rotate-webhook-secret.js';
import { ManageEngineSettings } from './control/manage-engine-settings.js';
import { ManageConfiguration } from './configuration/manage-configuration.js';
import { ManageGroups } from './groups/manage-groups.js';
import { ManageModel } from './models/manage-model.js';
import { ChangeChannels } from './notifications/change-channels.js';
import { ListChannels } from './notifications/list-channels.js';
import { ListNotifications } from './notifications/list-notifications.js';
import { ManageStreamShapes } from './connections/manage-stream-shapes.js';
import { PauseExecution } from './executions/pause-execution.js';
import { ReadEvents } from './events/read-events.js';
import { RemoveConnectionUseCase } from './connections/remove-connection.js';
import { RemoveJobUseCase } from './jobs/remove-job.js';
import { RequestRunUseCase } from './runs/request-run.js';
import { ResumeCalls } from './connections/resume-calls.js';
import { ResumeExecution } from './executions/resume-execution.js';
import { RetryExecutionUseCase } from './executions/retry-execution.js';
import { RotateKeys } from './keys/rotate-keys.js';
import { SetControlUseCase } from './control/set-control.js';
import { SetWatermarkUseCase } from './watermarks/set-watermark.js';
import { ShowEngine } from './control/show-engine.js';
import { ShowExecution } from './executions/show-execution.js';
import { ShowPlan } from './plans/show-plan.js';
import { ShowQuota } from './connections/show-quota.js';
import { ShowSettingsSchema } from './connectors/show-settings-schema.js';
import { ShowStatus } from './status/show-status.js';
import { ShowTrigger } from './runs/show-trigger.js';
import { ShowWatermark } from './watermarks/show-watermark.js';
import { TestMappingUseCase } from './trials/test-mapping.js';
import { TrySettingsUseCase } from './trials/try-settings.js';
import { by, type Handles, type OperationHandler } from './operation-handler.js';
import { recordHandlers } from './record-handlers.js';

/** Who carries out which operation, whatever face it was asked through. */
export const operationHandlers = {
  ...recordHandlers,
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
  addNotificationChannel: by(ChangeChannels, 'add'),
  listNotificationChannels: by(ListChannels, 'list'),
  showNotificationChannel: by(ListChannels, 'show'),
  changeNotificationChannel: by(ChangeChannels, 'change'),
  removeNotificationChannel: by(ChangeChannels, 'remove'),
  testNotificationChannel: by(ListNotifications, 'test'),
  listNotifications: by(ListNotifications, 'list'),
  showNotification: by(ListNotifications, 'show'),
  addWebhookEndpoint: by(AddWebhookEndpointUseCase, 'add'),
  listWebhookEndpoints: by(ListWebhookEndpoints, 'list'),
  showWebhookEndpoint: by(ListWebhookEndpoints, 'show'),
  changeWebhookEndpoint: by(ChangeWebhookEndpointUseCase, 'change'),
  closeWebhookEndpoint: by(ListWebhookEndpoints, 'close'),
  rotateWebhookSecret: by(RotateWebhookSecretUseCase, 'rotate'),
  listDeliveries: by(ManageDeliveries, 'list'),
  redeliver: by(ManageDeliveries, 'redeliver'),
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
  showCaller: by(ShowCaller, 'show'),
  listAuditLog: by(ListAuditLog, 'list'),
  addTenant: by(ManageTenants, 'add'),
  planTenantRemoval: by(RemoveTenantUseCase, 'plan'),
  removeTenant: by(RemoveTenantUseCase, 'begin'),
  listTenants: by(ManageTenants, 'list'),
  addApiKey: by(ManageApiKeys, 'add'),
  listApiKeys: by(ManageApiKeys, 'list'),
  revokeApiKey: by(ManageApiKeys, 'revoke'),
  rotateKeys: by(RotateKeys, 'rotate'),
  listInactivationApprovals: by(ListInactivationApprovals, 'list'),
  showInactivationApproval: by(ListInactivationApprovals, 'show'),
  grantInactivationApproval: by(DecideInactivationApprovalUseCase, 'grant'),
  rejectInactivationApproval: by(DecideInactivationApprovalUseCase, 'reject'),
  showConfigurationSchema: by(ManageConfiguration, 'schema'),
  exportConfiguration: by(ManageConfiguration, 'export'),
  validateConfiguration: by(ManageConfiguration, 'validate'),
  diffConfiguration: by(ManageConfiguration, 'diff'),
  applyConfiguration: by(ManageConfiguration, 'apply'),
  showStatus: by(ShowStatus, 'show'),
  listConcerns: by(ListConcerns, 'list'),
  showEngine: by(ShowEngine, 'show'),
  showEngineSettings: by(ManageEngineSettings, 'show'),
  changeEngineSettings: by(ManageEngineSettings, 'change'),
  controlEngine: by(SetControlUseCase, 'ofEngine'),
} satisfies { readonly [Id in OperationId]: OperationHandler<Handles<Id>> };

import { ExecutionMetrics } from '@evenkeel/operations';
import {
  part,
  BreakerBoard,
  Clock,
  Connectors,
  CredentialBox,
  Digest,
  HttpCallers,
  Ids,
  Logger,
  Meter,
  QuotaLedger,
  ServiceDirectory,
  Store,
  WebhookSecretBox,
  type ServiceDefinition,
} from '@evenkeel/ports';
import { ApprovalsEndpoint } from './approvals/approvals.endpoint.js';
import { DecideApprovalUseCase } from './approvals/decide-approval.js';
import { ListApprovals } from './approvals/list-approvals.js';
import { AddConnectionUseCase } from './connections/add-connection.js';
import { ChangeConnectionUseCase } from './connections/change-connection.js';
import { CheckConnection } from './connections/check-connection.js';
import { ConnectionsEndpoint } from './connections/connections.endpoint.js';
import { ConnectorContexts } from './connections/connector-contexts.js';
import { DiscoverStreams } from './connections/discover-streams.js';
import { ListConnections } from './connections/list-connections.js';
import { ShowQuota } from './connections/show-quota.js';
import { ConnectionControlEndpoint } from './control/connection-control.endpoint.js';
import { EngineEndpoint } from './control/engine.endpoint.js';
import { SetControlUseCase } from './control/set-control.js';
import { ShowEngine } from './control/show-engine.js';
import { CancelExecution } from './executions/cancel-execution.js';
import { ExecutionRetriesEndpoint } from './executions/execution-retries.endpoint.js';
import { ExecutionsEndpoint } from './executions/executions.endpoint.js';
import { ListExecutions } from './executions/list-executions.js';
import { PauseExecution } from './executions/pause-execution.js';
import { ResumeExecution } from './executions/resume-execution.js';
import { RetryExecutionUseCase } from './executions/retry-execution.js';
import { ShowExecution } from './executions/show-execution.js';
import { ChangeFailure } from './failures/change-failure.js';
import { FailuresEndpoint } from './failures/failures.endpoint.js';
import { ListFailures } from './failures/list-failures.js';
import { RetryFailuresUseCase } from './failures/retry-failures.js';
import { GroupsEndpoint } from './groups/groups.endpoint.js';
import { ManageGroups } from './groups/manage-groups.js';
import { AddJobUseCase } from './jobs/add-job.js';
import { ChangeJobUseCase } from './jobs/change-job.js';
import { ClearRemovedJob } from './jobs/clear-removed-job.js';
import { ClearRemovedJobs } from './jobs/clear-removed-jobs.sweep.js';
import { JobsEndpoint } from './jobs/jobs.endpoint.js';
import { ListJobs } from './jobs/list-jobs.js';
import { RemoveJobUseCase } from './jobs/remove-job.js';
import { DecidePlanUseCase } from './plans/decide-plan.js';
import { PlansEndpoint } from './plans/plans.endpoint.js';
import { ShowPlan } from './plans/show-plan.js';
import { ListRecords } from './records/list-records.js';
import { RecordsEndpoint } from './records/records.endpoint.js';
import { RequestRunUseCase } from './runs/request-run.js';
import { ShowTrigger } from './runs/show-trigger.js';
import { TriggersEndpoint } from './runs/triggers.endpoint.js';
import { ShowStatus } from './status/show-status.js';
import { StatusEndpoint } from './status/status.endpoint.js';
import { SetWatermarkUseCase } from './watermarks/set-watermark.js';
import { ShowWatermark } from './watermarks/show-watermark.js';
import { WatermarksEndpoint } from './watermarks/watermarks.endpoint.js';
import { AddWebhookEndpointUseCase } from './webhooks/add-webhook-endpoint.js';
import { WebhookEndpointsEndpoint } from './webhooks/webhook-endpoints.endpoint.js';

export { describeApi, prepareAdminApi } from './http/api-documentation.js';
export {
  CancelExecution,
  DecideApprovalUseCase,
  DecidePlanUseCase,
  ManageGroups,
  PauseExecution,
  RemoveJobUseCase,
  RequestRunUseCase,
  ResumeExecution,
  RetryFailuresUseCase,
  SetControlUseCase,
};

/** Takes what people and their tools want, and shows them what became of it. */
export const adminService: ServiceDefinition = {
  name: 'admin',
  handlers: [],
  endpoints: [
    ConnectionsEndpoint,
    ConnectionControlEndpoint,
    WebhookEndpointsEndpoint,
    JobsEndpoint,
    GroupsEndpoint,
    WatermarksEndpoint,
    TriggersEndpoint,
    ExecutionsEndpoint,
    ExecutionRetriesEndpoint,
    PlansEndpoint,
    RecordsEndpoint,
    ApprovalsEndpoint,
    FailuresEndpoint,
    StatusEndpoint,
    EngineEndpoint,
  ],
  parts: [
    part(ExecutionMetrics, Meter),
    part(AddConnectionUseCase, Store, Connectors, CredentialBox, Ids),
    part(ChangeConnectionUseCase, Store, Connectors, CredentialBox, Logger),
    part(CheckConnection, Store, Connectors, ConnectorContexts),
    part(ConnectorContexts, CredentialBox, HttpCallers, Clock, Logger),
    part(DiscoverStreams, Store, Connectors, ConnectorContexts),
    part(ListConnections, Store),
    part(ShowQuota, Store, QuotaLedger, BreakerBoard),
    part(AddWebhookEndpointUseCase, Store, WebhookSecretBox, Ids),
    part(AddJobUseCase, Store, Ids),
    part(ChangeJobUseCase, Store, Logger),
    part(RemoveJobUseCase, Store, ClearRemovedJob, Logger),
    part(ClearRemovedJob, Store, ExecutionMetrics),
    part(ListJobs, Store),
    part(ManageGroups, Store, Ids),
    part(ShowWatermark, Store),
    part(SetWatermarkUseCase, Store, Logger),
    part(RequestRunUseCase, Store, Ids, Digest),
    part(ShowTrigger, Store),
    part(ListExecutions, Store),
    part(ShowExecution, Store),
    part(CancelExecution, Store, ExecutionMetrics, Logger),
    part(PauseExecution, Store, Logger),
    part(ResumeExecution, Store, Logger),
    part(RetryExecutionUseCase, Store, Ids, Digest, Logger),
    part(SetControlUseCase, Store, Logger),
    part(ShowEngine, Store, Clock),
    part(ShowPlan, Store),
    part(DecidePlanUseCase, Store, ExecutionMetrics, Logger),
    part(ListRecords, Store),
    part(ListApprovals, Store),
    part(DecideApprovalUseCase, Store, Ids, Logger),
    part(ListFailures, Store),
    part(RetryFailuresUseCase, Store, Ids, Digest),
    part(ChangeFailure, Store, Digest, RetryFailuresUseCase),
    part(ShowStatus, Store, Clock, ServiceDirectory),
  ],
  sweeps: [part(ClearRemovedJobs, Store, ClearRemovedJob)],
  repositories: [
    'connections',
    'controls',
    'webhooks',
    'jobs',
    'jobRemovals',
    'groups',
    'triggers',
    'watermarks',
    'executions',
    'executionRetries',
    'receipts',
    'errorLog',
    'chunks',
    'chunkQueue',
    'records',
    'plans',
    'closeOuts',
    'inactivationApprovals',
    'failures',
    'engine',
    'outages',
    'outbox',
  ],
};

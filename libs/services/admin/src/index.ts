import {
  AddConnectionUseCase,
  AddJobUseCase,
  AddWebhookEndpointUseCase,
  CancelExecution,
  ChangeConnectionUseCase,
  ChangeFailure,
  ChangeJobUseCase,
  CheckConnection,
  ClearRemovedJob,
  ClearRemovedJobs,
  ConnectorContexts,
  DecideApprovalUseCase,
  DecidePlanUseCase,
  DiscoverStreams,
  ListApprovals,
  ListConnections,
  ListExecutions,
  ListFailures,
  ListJobs,
  ListRecords,
  ManageGroups,
  PauseExecution,
  RemoveJobUseCase,
  RequestRunUseCase,
  ResumeExecution,
  RetryExecutionUseCase,
  RetryFailuresUseCase,
  SetControlUseCase,
  SetWatermarkUseCase,
  ShowEngine,
  ShowExecution,
  ShowPlan,
  ShowQuota,
  ShowStatus,
  ShowTrigger,
  ShowWatermark,
} from '@evenkeel/administration';
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
  QuotaLedger,
  ServiceDirectory,
  Store,
  WebhookSecretBox,
  type ServiceDefinition,
} from '@evenkeel/ports';
import { ApprovalsEndpoint } from './approvals/approvals.endpoint.js';
import { ConnectionsEndpoint } from './connections/connections.endpoint.js';
import { ConnectionControlEndpoint } from './control/connection-control.endpoint.js';
import { EngineEndpoint } from './control/engine.endpoint.js';
import { ExecutionRetriesEndpoint } from './executions/execution-retries.endpoint.js';
import { ExecutionsEndpoint } from './executions/executions.endpoint.js';
import { FailuresEndpoint } from './failures/failures.endpoint.js';
import { GroupsEndpoint } from './groups/groups.endpoint.js';
import { JobsEndpoint } from './jobs/jobs.endpoint.js';
import { PlansEndpoint } from './plans/plans.endpoint.js';
import { RecordsEndpoint } from './records/records.endpoint.js';
import { TriggersEndpoint } from './runs/triggers.endpoint.js';
import { StatusEndpoint } from './status/status.endpoint.js';
import { WatermarksEndpoint } from './watermarks/watermarks.endpoint.js';
import { WebhookEndpointsEndpoint } from './webhooks/webhook-endpoints.endpoint.js';

export { describeApi, prepareAdminApi } from './http/api-documentation.js';

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
    part(ClearRemovedJob, Store),
    part(ListJobs, Store),
    part(ManageGroups, Store, Ids),
    part(ShowWatermark, Store),
    part(SetWatermarkUseCase, Store, Logger),
    part(RequestRunUseCase, Store, Ids, Digest),
    part(ShowTrigger, Store),
    part(ListExecutions, Store),
    part(ShowExecution, Store),
    part(CancelExecution, Store, Logger),
    part(PauseExecution, Store, Logger),
    part(ResumeExecution, Store, Logger),
    part(RetryExecutionUseCase, Store, Ids, Digest, Logger),
    part(SetControlUseCase, Store, Logger),
    part(ShowEngine, Store, Clock),
    part(ShowPlan, Store),
    part(DecidePlanUseCase, Store, Logger),
    part(ListRecords, Store),
    part(ListApprovals, Store),
    part(DecideApprovalUseCase, Store, Ids, Logger),
    part(ListFailures, Store),
    part(RetryFailuresUseCase, Store, Ids, Digest),
    part(ChangeFailure, Store, Digest, RetryFailuresUseCase),
    part(ShowStatus, Store, Clock, ServiceDirectory),
  ],
  sweeps: [part(ClearRemovedJobs, Store, ClearRemovedJob)],
};

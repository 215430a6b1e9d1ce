export type { Caller, Terms } from './caller.js';
export { operationHandlers, type OperationHandler } from './handlers.js';
export { assertStorable } from './assert-storable.js';
export { placeText } from './place-text.js';
export { InvalidRequest } from './invalid-request.js';
export {
  administrationParts,
  administrationRepositories,
  administrationSweeps,
  administrationSystemRepositories,
} from './parts.js';
export { DecideInactivationApprovalUseCase } from './inactivation-approvals/decide-inactivation-approval.js';
export { CheckConnection } from './connections/check-connection.js';
export { SetControlUseCase } from './control/set-control.js';
export { CancelExecution } from './executions/cancel-execution.js';
export { PauseExecution } from './executions/pause-execution.js';
export { ResumeExecution } from './executions/resume-execution.js';
export { RetryFailuresUseCase } from './failures/retry-failures.js';
export { DecidePlanUseCase } from './plans/decide-plan.js';
export { RequestRunUseCase } from './runs/request-run.js';
export { CancelAll } from './executions/cancel-all.js';
export { ClearRemovedJob } from './jobs/clear-removed-job.js';
export { ClearRemovedConnections } from './connections/clear-removed-connections.sweep.js';
export { KeepRecordView } from './record-types/keep-record-view.js';
export { KeepRecordViews } from './record-types/keep-record-views.sweep.js';
export { ClearRemovedJobs } from './jobs/clear-removed-jobs.sweep.js';
export { ManageGroups } from './groups/manage-groups.js';
export { RemoveJobUseCase } from './jobs/remove-job.js';

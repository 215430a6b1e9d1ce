import {
  executionClosed,
  groupRunRequested,
  listingEnded,
  recordsAwaited,
  runRequested,
} from '@evenkeel/contracts-messages';
import { ExecutionMetrics } from '@evenkeel/operations';
import { handles, part, Ids, Logger, Meter, Retention, Store, type ServiceDefinition } from '@evenkeel/ports';
import { AdvanceGroupRun } from './advance-group-run.js';
import { AdvanceGroupRuns } from './advance-group-runs.sweep.js';
import { BeginWaitingExecution } from './begin-waiting-execution.js';
import { ExpirePlans } from './expire-plans.sweep.js';
import { FindForgottenExecutions } from './find-forgotten-executions.sweep.js';
import { ForgetFailures } from './forget-failures.sweep.js';
import { ForgetExecutions } from './forget-executions.sweep.js';
import { JudgeListing } from './judge-listing.js';
import { OnExecutionClosed } from './on-execution-closed.handler.js';
import { OnGroupRunRequested } from './on-group-run-requested.handler.js';
import { OnListingEnded } from './on-listing-ended.handler.js';
import { OnRecordsAwaited } from './on-records-awaited.handler.js';
import { OnRunRequested } from './on-run-requested.handler.js';
import { OpenExecution } from './open-execution.js';
import { ParkedReleases } from './parked-releases.js';
import { ReleaseParked } from './release-parked.sweep.js';

export {
  AdvanceGroupRun,
  AdvanceGroupRuns,
  BeginWaitingExecution,
  ExpirePlans,
  FindForgottenExecutions,
  ForgetFailures,
  ForgetExecutions,
  JudgeListing,
  OnExecutionClosed,
  OnGroupRunRequested,
  OnListingEnded,
  OnRecordsAwaited,
  OnRunRequested,
  OpenExecution,
  ParkedReleases,
  ReleaseParked,
};

/** Opens executions, decides what they read, and judges what their listings say is gone. */
export const reconcilerService: ServiceDefinition = {
  name: 'reconciler',
  handlers: [
    handles(runRequested, part(OnRunRequested, OpenExecution)),
    handles(groupRunRequested, part(OnGroupRunRequested, AdvanceGroupRun)),
    handles(listingEnded, part(OnListingEnded, JudgeListing)),
    handles(recordsAwaited, part(OnRecordsAwaited, Store, ParkedReleases)),
    handles(executionClosed, part(OnExecutionClosed, BeginWaitingExecution, AdvanceGroupRun)),
  ],
  endpoints: [],
  parts: [
    part(ExecutionMetrics, Meter),
    part(OpenExecution, Store, Ids, ExecutionMetrics, Logger),
    part(BeginWaitingExecution, Store, Ids),
    part(AdvanceGroupRun, Store, Ids),
    part(JudgeListing, Store, Ids, Logger),
    part(ParkedReleases, Store, Ids, Logger),
  ],
  sweeps: [
    part(FindForgottenExecutions, Store, OpenExecution, BeginWaitingExecution),
    part(AdvanceGroupRuns, AdvanceGroupRun),
    part(ExpirePlans, Store, ExecutionMetrics),
    part(ForgetFailures, Store, Retention),
    part(ForgetExecutions, Store, Retention),
    part(ReleaseParked, Store, ParkedReleases),
  ],
  repositories: [
    'connections',
    'controls',
    'jobs',
    'groups',
    'triggers',
    'watermarks',
    'executions',
    'executionRetries',
    'fullExecutions',
    'receipts',
    'chunks',
    'agreements',
    'pairings',
    'pushPages',
    'changeRuns',
    'plans',
    'closeOuts',
    'candidates',
    'inactivationApprovals',
    'failures',
    'parked',
    'outbox',
  ],
  systemRepositories: ['due', 'purges', 'growth'],
};

import type { ServiceDefinition } from '@evenkeel/ports';
import { AdvanceGroupRun } from './advance-group-run.js';
import { AdvanceGroupRuns } from './advance-group-runs.sweep.js';
import { BeginWaitingExecution } from './begin-waiting-execution.js';
import { ExpirePlans } from './expire-plans.sweep.js';
import { FindForgottenRuns } from './find-forgotten-runs.sweep.js';
import { ForgetFailures } from './forget-failures.sweep.js';
import { JudgeListing } from './judge-listing.js';
import { OnExecutionClosed } from './on-execution-closed.handler.js';
import { OnGroupRunRequested } from './on-group-run-requested.handler.js';
import { OnListingEnded } from './on-listing-ended.handler.js';
import { OnRunRequested } from './on-run-requested.handler.js';
import { OpenExecution } from './open-execution.js';

export {
  AdvanceGroupRun,
  AdvanceGroupRuns,
  BeginWaitingExecution,
  ExpirePlans,
  FindForgottenRuns,
  ForgetFailures,
  JudgeListing,
  OnExecutionClosed,
  OnGroupRunRequested,
  OnListingEnded,
  OnRunRequested,
  OpenExecution,
};

/** Opens executions, decides what they read, and judges what their listings say is gone. */
export const reconcilerService: ServiceDefinition = {
  name: 'reconciler',
  handlers: [OnRunRequested, OnGroupRunRequested, OnListingEnded, OnExecutionClosed],
  endpoints: [],
  providers: [OpenExecution, BeginWaitingExecution, AdvanceGroupRun, JudgeListing],
  sweeps: [FindForgottenRuns, AdvanceGroupRuns, ExpirePlans, ForgetFailures],
};

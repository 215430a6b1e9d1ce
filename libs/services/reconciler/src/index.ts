import type { ServiceDefinition } from '@evenkeel/ports';
import { BeginWaitingExecution } from './begin-waiting-execution.js';
import { ExpirePlans } from './expire-plans.sweep.js';
import { FindForgottenRuns } from './find-forgotten-runs.sweep.js';
import { JudgeListing } from './judge-listing.js';
import { OnExecutionClosed } from './on-execution-closed.handler.js';
import { OnListingEnded } from './on-listing-ended.handler.js';
import { OnRunRequested } from './on-run-requested.handler.js';
import { OpenExecution } from './open-execution.js';

export {
  BeginWaitingExecution,
  ExpirePlans,
  FindForgottenRuns,
  JudgeListing,
  OnExecutionClosed,
  OnListingEnded,
  OnRunRequested,
  OpenExecution,
};

/** Opens executions, decides what they read, and judges what their listings say is gone. */
export const reconcilerService: ServiceDefinition = {
  name: 'reconciler',
  handlers: [OnRunRequested, OnListingEnded, OnExecutionClosed],
  endpoints: [],
  providers: [OpenExecution, BeginWaitingExecution, JudgeListing],
  sweeps: [FindForgottenRuns, ExpirePlans],
};

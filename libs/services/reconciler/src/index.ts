import type { ServiceDefinition } from '@evenkeel/ports';
import { BeginWaitingExecution } from './begin-waiting-execution.js';
import { ExpirePlans } from './expire-plans.sweep.js';
import { FindForgottenRuns } from './find-forgotten-runs.sweep.js';
import { OnExecutionClosed } from './on-execution-closed.handler.js';
import { OnRunRequested } from './on-run-requested.handler.js';
import { OpenExecution } from './open-execution.js';

export {
  BeginWaitingExecution,
  ExpirePlans,
  FindForgottenRuns,
  OnExecutionClosed,
  OnRunRequested,
  OpenExecution,
};

/** Opens executions and decides what they read. */
export const reconcilerService: ServiceDefinition = {
  name: 'reconciler',
  handlers: [OnRunRequested, OnExecutionClosed],
  endpoints: [],
  providers: [OpenExecution, BeginWaitingExecution],
  sweeps: [FindForgottenRuns, ExpirePlans],
};

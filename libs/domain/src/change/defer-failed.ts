import { isRecoverable } from '../errors/error-class.js';
import type { PagePlan, PlannedInput } from './decide-changes.js';

/** The plan of pages whose records are tried again later where they failed in a way that may pass. */
export function deferFailed(plan: PagePlan): PagePlan {
  return { ...plan, inputs: plan.inputs.map((inputs) => inputs.map(defer)) };
}

/** Without an id nothing could be asked for once more. */
function defer(input: PlannedInput): PlannedInput {
  const { outcome, externalId, problem } = input;
  const passes = outcome === 'errored' && externalId !== null && problem !== null;
  return passes && isRecoverable(problem.errorClass) ? { ...input, outcome: 'retried' } : input;
}

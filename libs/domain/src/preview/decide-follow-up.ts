import type { Chunk } from '../chunk/chunk.js';
import type { Execution } from '../execution/execution.js';
import type { PlanState } from './plan.js';

/**
 * What follows once every chunk of an execution has reached its end. `await_approval`: its plan is made and no person has
 * approved it. `carry_out`: a person has, and what it foresees is still to be read and written.
 */
export type FollowUp = 'close' | 'await_approval' | 'carry_out';

export function decideFollowUp(
  execution: Pick<Execution, 'plan'>,
  chunks: readonly Pick<Chunk, 'plan'>[],
  state: PlanState | undefined,
): FollowUp {
  if (hasWritten(execution, chunks)) return 'close';
  return state === 'approved' ? 'carry_out' : 'await_approval';
}

/** Whether the chunks of an execution that was to write have done so: not while they have only made the plan to approve. */
export function hasWritten(
  { plan }: Pick<Execution, 'plan'>,
  chunks: readonly Pick<Chunk, 'plan'>[],
): boolean {
  return plan?.kind !== 'approval' || chunks.some((chunk) => chunk.plan?.role === 'follow');
}

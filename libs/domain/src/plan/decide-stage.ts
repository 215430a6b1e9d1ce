import type { Chunk } from '../execution/chunk.js';
import type { Execution } from '../execution/execution.js';
import type { PlanState } from './plan.js';

/**
 * What follows once every chunk of an execution has reached its end. `await_approval`: its plan is made and nobody has
 * approved it. `carry_out`: somebody has, and what it foresees is still to be read and written.
 */
export type Stage = 'close' | 'await_approval' | 'carry_out';

export function decideStage(
  { plan }: Pick<Execution, 'plan'>,
  chunks: readonly Pick<Chunk, 'plan'>[],
  state: PlanState | undefined,
): Stage {
  if (plan?.kind !== 'approval' || chunks.some((chunk) => chunk.plan?.role === 'follow')) return 'close';
  return state === 'approved' ? 'carry_out' : 'await_approval';
}

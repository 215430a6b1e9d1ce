import { stopClock } from '@evenkeel/domain';
import type { Acting } from './acting.js';
import { finishPlan } from './finish-plan.js';

/** The plan is made: it is kept, and the execution waits for its approval. Its clock stands still meanwhile. */
export async function awaitApproval(acting: Acting): Promise<void> {
  const { tx, execution, now } = acting;
  await finishPlan(acting);
  const clock = stopClock(execution, await tx.outages.since(execution.clockSince ?? now), now);
  await tx.executions.save({ ...execution, ...clock, status: 'awaiting_approval' });
}

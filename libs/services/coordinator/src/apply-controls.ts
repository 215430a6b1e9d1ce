import { decideHold, type Execution } from '@evenkeel/domain';
import type { Transaction } from '@evenkeel/ports';

/**
 * The locked execution as its connection and the engine let it be: held while one of them does not run, going on again once
 * both do. Rows say which, so that it is the same for every replica.
 */
export async function applyControls(tx: Transaction, execution: Execution, now: Date): Promise<Execution> {
  if (execution.status !== 'running' && execution.status !== 'paused') return execution;
  const controls = await tx.controls.ofJob(execution.jobId);
  const outages = await tx.outages.since(execution.clockSince ?? now);
  const changed = decideHold(execution, { controls, outages, now });
  if (changed === undefined) return execution;
  await tx.executions.save(changed);
  // No executor claimed these while it was held, and none would be told of them again soon.
  if (changed.status === 'running') await tx.chunks.withdraw(execution.id);
  return changed;
}

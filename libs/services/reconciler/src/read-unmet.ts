import { hasSucceeded, type Job, type JobId } from '@evenkeel/domain';
import type { Transaction } from '@evenkeel/ports';

/** Jobs that this one waits for: their latest bulk execution has not completed, or they have none. */
export async function readUnmet(tx: Transaction, { definition }: Job): Promise<readonly JobId[]> {
  const latest = await tx.executions.latestBulk(definition.dependsOn);
  return definition.dependsOn.filter((id) => {
    const status = latest.get(id);
    return status === undefined || !hasSucceeded(status);
  });
}

import { INACTIVATION_APPROVAL_CAUSES, SyncError, type Job, type JobId } from '@evenkeel/domain';
import type { JobRemoval, Transaction } from '@evenkeel/ports';

/** Marks a locked job as removed: nothing of it begins any more. What goes on is cancelled after the commit. */
export async function beginJobRemoval(tx: Transaction, id: JobId, removal: JobRemoval): Promise<void> {
  await tx.jobRemovals.begin(id, removal);
  await tx.jobRemovals.leaveGroups(id);
  await tx.executionRetries.giveUp(id);
  await tx.inactivationApprovals.supersede(id, INACTIVATION_APPROVAL_CAUSES);
}

/** Rejects with `request.wrong_state` while jobs depend on it that are not among those that go with it. */
export async function assertNotNeeded(
  tx: Transaction,
  { id, name }: Job,
  leaving: readonly JobId[] = [],
): Promise<void> {
  const dependents = (await tx.jobs.listDependents(id)).filter((job) => !leaving.includes(job));
  if (dependents.length === 0) return;
  const names: string[] = [];
  for (const dependent of dependents) names.push((await tx.jobs.find(dependent))?.name ?? dependent);
  throw new SyncError(
    'request.wrong_state',
    `${names.join(', ')} depends on ${name}: take it out of there first (\`evenkeel jobs change JOB --depends-on ...\`, ` +
      'or --no-depends-on)',
  );
}

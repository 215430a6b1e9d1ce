import type { GroupView } from '@evenkeel/contracts-admin';
import { decideGroupRun, orderJobs, type GroupRun, type Job, type SyncGroup } from '@evenkeel/domain';
import type { Transaction } from '@evenkeel/ports';
import { managerOf } from '../configuration/assert-editable.js';

/** A group with its jobs in the order in which they run, and how its latest run stands. */
export async function viewGroup(tx: Transaction, group: SyncGroup): Promise<GroupView> {
  const jobs: Job[] = [];
  for (const id of group.jobIds) {
    const job = await tx.jobs.find(id);
    if (job !== undefined) jobs.push(job);
  }
  const ordered = orderJobs(jobs);
  const names = new Map(ordered.map(({ id, name }) => [id, name]));
  const run = await tx.groups.latestRun(group.id);
  return {
    id: group.id,
    name: group.name,
    jobs: ordered.map(({ name, definition }) => ({
      name,
      dependsOn: definition.dependsOn.flatMap((id) => names.get(id) ?? []),
    })),
    run: run === undefined ? null : await viewRun(tx, run, names),
    managedBy: await managerOf(tx, 'Group', group.id),
  };
}

async function viewRun(
  tx: Transaction,
  { id, actor, requestedAt }: GroupRun,
  names: ReadonlyMap<string, string>,
): Promise<GroupView['run']> {
  const members = await tx.groups.members(id);
  const { status, states } = decideGroupRun(members);
  const executions = new Map(members.map(({ jobId, executionId }) => [jobId, executionId]));
  const jobs = [...names].flatMap(([jobId, job]) => {
    const state = states.get(jobId);
    return state === undefined ? [] : [{ job, state, executionId: executions.get(jobId) ?? null }];
  });
  return { id, actor, requestedAt: requestedAt.toISOString(), status, jobs };
}

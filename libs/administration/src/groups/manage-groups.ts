import type { GroupRemovalView, GroupView, ListView, RequestOf } from '@evenkeel/contracts-admin';
import { groupRunRequested } from '@evenkeel/contracts-messages';
import { decideGroupRun, orderJobs, SyncError, type JobId, type SyncGroup } from '@evenkeel/domain';
import { Ids, Store, type Transaction } from '@evenkeel/ports';
import type { Caller } from '../caller.js';
import { assertEditable } from '../configuration/assert-editable.js';
import { findJob } from '../jobs/find-job.js';
import { findGroup } from './find-group.js';
import { viewGroup } from './view-group.js';

/** Groups of jobs that run together. */
export class ManageGroups {
  constructor(
    private readonly store: Store,
    private readonly ids: Ids,
  ) {}

  /** Rejects with `config.dependency_cycle` where its jobs could never begin. */
  async add({ tenantId }: Caller, { name, jobs: references }: RequestOf<'addGroup'>): Promise<GroupView> {
    return this.store
      .of(tenantId)
      .transaction(async (tx) => viewGroup(tx, await this.insert(tx, name, references)));
  }

  /** The same within a transaction. */
  async insert(tx: Transaction, name: string, references: readonly string[]): Promise<SyncGroup> {
    const jobIds = await orderedIds(tx, references);
    const group = { id: this.ids.next(), tenantId: tx.tenantId, name, jobIds };
    await tx.groups.insert(group);
    return group;
  }

  /** Other jobs in place of those there were. */
  async change(tx: Transaction, { id }: SyncGroup, references: readonly string[]): Promise<void> {
    // A run of it that is just asked for comes before or after.
    await tx.groups.lockLatestRun(id);
    await tx.groups.saveJobs(id, await orderedIds(tx, references));
  }

  async list({ tenantId }: Caller): Promise<ListView<GroupView>> {
    return this.store.of(tenantId).transaction(async (tx) => {
      const items: GroupView[] = [];
      for (const group of await tx.groups.list()) items.push(await viewGroup(tx, group));
      return { items, next: null };
    });
  }

  async show({ tenantId }: Caller, { group: reference }: RequestOf<'showGroup'>): Promise<GroupView> {
    return this.store.of(tenantId).transaction(async (tx) => viewGroup(tx, await findGroup(tx, reference)));
  }

  /** Jobs of a run that have not had their turn are not begun. */
  async remove(
    { tenantId, actor }: Caller,
    { group: reference, force }: RequestOf<'removeGroup'>,
  ): Promise<GroupRemovalView> {
    return this.store.of(tenantId).transaction(async (tx) => {
      const { id, name } = await findGroup(tx, reference);
      await assertEditable(tx, { kind: 'Group', id, name }, { actor, force, removes: true });
      await this.drop(tx, id);
      return { id, name };
    });
  }

  /** The same within a transaction. */
  async drop(tx: Transaction, id: string): Promise<void> {
    // A run of it that is just asked for comes before or after.
    await tx.groups.lockLatestRun(id);
    await tx.groups.remove(id);
  }

  /** The run and its message are committed before the caller hears of it. Rejects with `request.wrong_state` while one goes on. */
  async run({ tenantId, actor }: Caller, { group: reference }: RequestOf<'runGroup'>): Promise<GroupView> {
    return this.store.of(tenantId).transaction(async (tx) => {
      const group = await findGroup(tx, reference);
      await assertIdle(tx, group.id, group.name);
      const run = { id: this.ids.next(), groupId: group.id, actor, requestedAt: await tx.now() };
      await tx.groups.insertRun(run, group.jobIds);
      await tx.outbox.add(groupRunRequested, [{ groupRunId: run.id }]);
      return viewGroup(tx, group);
    });
  }
}

async function assertIdle(tx: Transaction, id: string, name: string): Promise<void> {
  const latest = await tx.groups.lockLatestRun(id);
  if (latest === undefined) return;
  const { status } = decideGroupRun(await tx.groups.members(latest.id));
  if (status !== 'running') return;
  throw new SyncError('request.wrong_state', `The group ${name} runs already: wait for its end`);
}

/** The jobs of these names or ids, each once, in the order in which they run. Rejects with `config.dependency_cycle`. */
async function orderedIds(tx: Transaction, references: readonly string[]): Promise<readonly JobId[]> {
  const found = [];
  for (const reference of references) found.push(await findJob(tx, reference));
  return orderJobs([...new Map(found.map((job) => [job.id, job])).values()]).map((job) => job.id);
}

import type { Execution, Job } from '@evenkeel/domain';
import type { SystemTransaction, Transaction } from '@evenkeel/ports';
import { newId, seedJob, someExecution, someJob, someTrigger, someWrite } from './testing/store-fixtures.js';
import { hold, isBlocked, type StoreConformance, type StoreWorld } from './testing/store-world.js';

const REMOVAL = { actor: 'ada', detach: false };

export function describeJobChanges({ open }: StoreConformance): void {
  let world: StoreWorld;
  beforeEach(async () => {
    world = await open();
  });
  const within = <T>(work: (tx: Transaction) => Promise<T>): Promise<T> => world.tenant.transaction(work);
  const overAll = <T>(work: (tx: SystemTransaction) => Promise<T>): Promise<T> =>
    world.system.transaction(work);
  const remove = (job: Job, detach = false) =>
    within((tx) => tx.jobRemovals.begin(job.id, { ...REMOVAL, detach }));

  describe('a changed job', () => {
    it('is at its newest revision, and the earlier ones are kept', async () => {
      const { job } = await seedJob(world.tenant);
      const next = { ...job, name: `${job.name} renamed`, revision: 2 };
      const changed: Job = { ...next, definition: { ...job.definition, mode: 'full' } };
      await within((tx) => tx.jobs.saveRevision(changed));
      await expect(within((tx) => tx.jobs.findByName(changed.name))).resolves.toEqual(changed);
      await expect(within((tx) => tx.jobs.findByName(job.name))).resolves.toBeUndefined();
      await expect(within((tx) => tx.jobs.find(job.id, 1))).resolves.toMatchObject({
        revision: 1,
        definition: job.definition,
      });
    });

    it('cannot take the name of another', async () => {
      const [{ job }, { job: other }] = [await seedJob(world.tenant), await seedJob(world.tenant)];
      const renamed = { ...job, name: other.name, revision: 2 };
      await expect(within((tx) => tx.jobs.saveRevision(renamed))).rejects.toMatchObject({
        code: 'request.already_exists',
      });
    });

    it('is locked against another change, and read as that one left it', async () => {
      const { job } = await seedJob(world.tenant);
      const first = await hold(world.tenant, async (tx) => {
        await tx.jobs.lock(job.id);
        await tx.jobs.saveRevision({ ...job, revision: 2 });
      });
      const second = within((tx) => tx.jobs.lock(job.id));
      expect(await isBlocked(second)).toBe(true);
      await first.commit();
      await expect(second).resolves.toMatchObject({ revision: 2 });
      await expect(within((tx) => tx.jobs.lock(newId()))).resolves.toBeUndefined();
    });
  });

  describe('a removed job', () => {
    it('is found by its id and among the removed, and nowhere else', async () => {
      const schedule = { kind: 'interval', everySeconds: 60 } as const;
      const { job, connection } = await seedJob(world.tenant, { schedule, webhook: true });
      await remove(job);
      const removed = await within((tx) => tx.jobs.find(job.id));
      expect(removed).toEqual({ ...job, removedAt: expect.any(Date) as Date });
      await expect(within((tx) => tx.jobs.findRemoved(job.name))).resolves.toEqual(removed);
      const elsewhere = await within(async (tx) => [
        await tx.jobs.findByName(job.name),
        ...(await tx.jobs.list({ after: null, limit: 10 })).items,
        ...(await tx.jobs.listForWebhook(connection.id, 'customers')),
      ]);
      expect(elsewhere).toEqual([undefined]);
      await expect(overAll((tx) => tx.due.schedules())).resolves.toEqual([]);
      await remove(job);
      await expect(within((tx) => tx.jobs.find(job.id))).resolves.toEqual(removed);
    });

    it('leaves its name and its stream to another', async () => {
      const { job, connection } = await seedJob(world.tenant);
      await remove(job);
      const again = someJob(connection.id, {}, job.name);
      await within((tx) => tx.jobs.insert(again));
      await expect(within((tx) => tx.jobs.findByName(job.name))).resolves.toEqual(again);
      await expect(remove(job, true)).rejects.toMatchObject({ code: 'request.wrong_state' });
    });

    it('keeps its stream until its references are dropped, and its records for good', async () => {
      const { job, connection, set } = await seedJob(world.tenant);
      const [other, kept] = [await seedJob(world.tenant), ['a', 'b', 'c'].map((id) => someWrite(id))];
      await within(async (tx) => {
        await tx.recordWrites.create(set, kept);
        await tx.recordWrites.create(other.set, kept);
      });
      const drop = (limit: number) => within((tx) => tx.jobRemovals.dropReferences(job.id, limit));
      await expect(drop(10)).resolves.toBe(0);
      await remove(job, true);
      await expect(within((tx) => tx.jobs.insert(someJob(connection.id)))).rejects.toMatchObject({
        code: 'request.wrong_state',
        message: expect.stringContaining('still being dropped') as string,
      });
      await expect(drop(2)).resolves.toBe(2);
      await expect(drop(2)).resolves.toBe(1);
      await expect(drop(2)).resolves.toBe(0);
      await within((tx) => tx.jobRemovals.markCleared(job.id));
      await within((tx) => tx.jobs.insert(someJob(connection.id)));
      const { items } = await within((tx) => tx.records.list('customer', { after: null, limit: 10 }));
      expect(items.map(({ references }) => references.length)).toEqual([0, 0, 0, 1, 1, 1]);
    });

    it('is uncleared until it is cleared', async () => {
      const { job } = await seedJob(world.tenant);
      const uncleared = () => overAll((tx) => tx.due.removals());
      await expect(uncleared()).resolves.toEqual([]);
      await remove(job);
      await expect(uncleared()).resolves.toEqual([
        { tenantId: job.tenantId, id: job.id, actor: 'ada', withConnection: false },
      ]);
      await within((tx) => tx.jobRemovals.markCleared(job.id));
      await expect(uncleared()).resolves.toEqual([]);
      await remove(job, true);
      await expect(uncleared()).resolves.toEqual([
        { tenantId: job.tenantId, id: job.id, actor: 'ada', withConnection: false },
      ]);
    });

    it('leaves its groups, and the runs in which it had no turn', async () => {
      const [{ job }, { job: other }] = [await seedJob(world.tenant), await seedJob(world.tenant)];
      const group = { id: newId(), tenantId: job.tenantId, name: 'nightly', jobIds: [job.id, other.id] };
      const run = { id: newId(), groupId: group.id, actor: 'ada', requestedAt: new Date() };
      await within(async (tx) => {
        await tx.groups.insert(group);
        await tx.groups.insertRun(run, group.jobIds);
        await tx.jobRemovals.leaveGroups(job.id);
      });
      await expect(within((tx) => tx.groups.find(group.id))).resolves.toMatchObject({ jobIds: [other.id] });
      await expect(within((tx) => tx.groups.members(run.id))).resolves.toMatchObject([{ jobId: other.id }]);
    });

    it('holds up no run of a group that has asked for it', async () => {
      const { job } = await seedJob(world.tenant);
      const { job: other } = await seedJob(world.tenant);
      const group = { id: newId(), tenantId: job.tenantId, name: newId(), jobIds: [job.id, other.id] };
      const run = { id: newId(), groupId: group.id, actor: 'ada', requestedAt: new Date() };
      const asked = someTrigger(job.id);
      await within(async (tx) => {
        await tx.groups.insert(group);
        await tx.groups.insertRun(run, group.jobIds);
        await tx.triggers.insert(asked);
        await tx.groups.saveTrigger(run.id, job.id, asked.id);
      });
      await expect(within((tx) => tx.groups.members(run.id))).resolves.toHaveLength(2);
      await within((tx) => tx.triggers.skipAll(job.id));
      await expect(within((tx) => tx.groups.members(run.id))).resolves.toMatchObject([{ jobId: other.id }]);
    });

    it('is asked for and tried again no more', async () => {
      const { job } = await seedJob(world.tenant);
      const [asked, answered] = [someTrigger(job.id), someTrigger(job.id)];
      const retry = { of: null, count: 1, nextAttemptAt: new Date(0), deadLetter: null, note: null };
      const insert = (tx: Transaction, changes: Partial<Execution>) =>
        tx.executions.insert(someExecution(job.id, changes));
      const single = someExecution(job.id, { lane: 'single' });
      await within(async (tx) => {
        for (const trigger of [asked, answered]) await tx.triggers.insert(trigger);
        await tx.triggers.settle(answered.id, 'opened', newId());
        await insert(tx, { status: 'failed', retry });
        await insert(tx, { status: 'failed', retry: { ...retry, nextAttemptAt: null, deadLetter: 'dead' } });
        await tx.executions.insert(single);
        await tx.triggers.skipAll(job.id);
        await tx.executionRetries.giveUp(job.id);
      });
      const states = await within(async (tx) => [
        (await tx.triggers.find(asked.id))?.state,
        (await tx.triggers.find(answered.id))?.state,
      ]);
      expect(states).toEqual(['skipped', 'opened']);
      await expect(overAll((tx) => tx.due.retries(10))).resolves.toEqual([]);
      const dead = await within((tx) =>
        tx.executions.list({ deadLetters: true }, { after: null, limit: 10 }),
      );
      expect(dead.items).toEqual([]);
      await expect(within((tx) => tx.executions.listUnended(job.id, 10))).resolves.toEqual([single.id]);
    });
  });
}

import { NO_RETRY, type Execution } from '@evenkeel/domain';
import { newId, seedJob, someExecution } from './testing/store-fixtures.js';
import { hold, isBlocked, type StoreConformance, type StoreWorld } from './testing/store-world.js';

export function describeExecutions({ open }: StoreConformance): void {
  describe('executions', () => {
    let world: StoreWorld;
    beforeEach(async () => {
      world = await open();
    });
    const insert = (execution: Execution) =>
      world.tenant.transaction((tx) => tx.executions.insert(execution));

    it('are found as they were inserted and as they were saved', async () => {
      const { job } = await seedJob(world.tenant);
      const execution = someExecution(job.id, {
        lane: 'single',
        scope: { kind: 'single', externalIds: ['cus_1', 'nul\u0000'] },
        deadline: new Date('2026-11-01T13:00:00.999Z'),
      });
      await insert(execution);
      await expect(world.tenant.transaction((tx) => tx.executions.find(execution.id))).resolves.toEqual(
        execution,
      );
      const ended: Execution = {
        ...execution,
        jobRevision: 2,
        mode: 'incremental',
        scope: { kind: 'incremental', since: { kind: 'position', value: '7' } },
        status: 'failed',
        phase: 'finalizing',
        epoch: 3,
        reason: { kind: 'auth', code: 'provider.unauthorized', message: '401', remedy: 'new key' },
        finishedAt: new Date('2026-11-01T12:30:00.001Z'),
        deadline: null,
      };
      await world.tenant.transaction((tx) => tx.executions.save(ended));
      await expect(world.tenant.transaction((tx) => tx.executions.lock(execution.id))).resolves.toEqual(
        ended,
      );
      await expect(world.tenant.transaction((tx) => tx.executions.find(newId()))).resolves.toBeUndefined();
    });

    it('are listed newest first, slice by slice, of one job or of all', async () => {
      const [one, other] = [await seedJob(world.tenant), await seedJob(world.tenant)];
      const executions = [one, other, one, one].map(({ job }) => someExecution(job.id, { lane: 'single' }));
      for (const execution of executions) await insert(execution);
      const list = (jobId: string | undefined, after: string | null, limit: number) =>
        world.tenant.transaction((tx) =>
          tx.executions.list(jobId === undefined ? {} : { jobId }, { after, limit }),
        );
      const all = await list(undefined, null, 10);
      expect(all).toEqual({ items: [...executions].reverse(), next: null });
      const first = await list(one.job.id, null, 2);
      expect(first.items).toEqual([executions[3], executions[2]]);
      await expect(list(one.job.id, first.next, 2)).resolves.toEqual({ items: [executions[0]], next: null });
    });

    it('are listed without previews where these do not matter', async () => {
      const { job } = await seedJob(world.tenant);
      const [run, preview] = [someExecution(job.id), someExecution(job.id, { lane: 'preview' })];
      for (const execution of [run, preview]) await insert(execution);
      const list = (withoutPreviews: boolean) =>
        world.tenant.transaction((tx) =>
          tx.executions.list({ jobId: job.id, withoutPreviews }, { after: null, limit: 1 }),
        );
      expect((await list(false)).items).toEqual([preview]);
      expect((await list(true)).items).toEqual([run]);
    });

    it('of the bulk lane that have not ended are found under a lock that keeps others from opening one', async () => {
      const { job } = await seedJob(world.tenant);
      const lockBulk = () => world.tenant.transaction((tx) => tx.executions.lockBulkOf(job.id));
      await expect(lockBulk()).resolves.toEqual({ active: undefined, queued: undefined });
      const active = someExecution(job.id, { status: 'paused' });
      const first = await hold(world.tenant, async (tx) => {
        await tx.executions.lockBulkOf(job.id);
        await tx.executions.insert(active);
      });
      const second = lockBulk();
      expect(await isBlocked(second)).toBe(true);
      await first.commit();
      await expect(second).resolves.toEqual({ active, queued: undefined });
      const queued = someExecution(job.id, { status: 'queued' });
      await insert(queued);
      await insert(someExecution(job.id, { status: 'completed' }));
      await insert(someExecution(job.id, { lane: 'single' }));
      await expect(lockBulk()).resolves.toEqual({ active, queued });
    });

    it('of the bulk lane cannot be active twice, whoever forgot to look', async () => {
      const { job } = await seedJob(world.tenant);
      await insert(someExecution(job.id));
      await expect(insert(someExecution(job.id, { status: 'awaiting_approval' }))).rejects.toMatchObject({
        code: 'system.database',
      });
      await insert(someExecution(job.id, { status: 'queued' }));
      await expect(insert(someExecution(job.id, { status: 'queued' }))).rejects.toMatchObject({
        code: 'system.database',
      });
    });

    it('that run, and jobs whose queued run may start, are listed for the sweeps', async () => {
      const [running, waiting] = [await seedJob(world.tenant), await seedJob(world.tenant)];
      const active = someExecution(running.job.id);
      await insert(active);
      await insert(someExecution(running.job.id, { status: 'queued' }));
      await insert(someExecution(waiting.job.id, { status: 'queued' }));
      const paused = someExecution(waiting.job.id, { lane: 'single', status: 'paused', heldBy: 'user' });
      const held = someExecution(waiting.job.id, { lane: 'single', status: 'paused', heldBy: 'connection' });
      await insert(paused);
      await insert(held);
      const { tenantId } = active;
      await expect(world.system.transaction((tx) => tx.due.executions())).resolves.toEqual([
        { tenantId, executionId: active.id },
        { tenantId, executionId: held.id },
      ]);
      await expect(
        world.tenant.transaction((tx) => tx.executions.listGoing(running.connection.id)),
      ).resolves.toEqual([active.id]);
      await expect(world.system.transaction((tx) => tx.due.waitingJobs())).resolves.toEqual([
        { tenantId, jobId: waiting.job.id },
      ]);
    });

    it('that are to be tried again are found once they are due, unless a newer run came', async () => {
      const { job } = await seedJob(world.tenant);
      const [dueAt, before] = [new Date('2026-11-01T12:10:00Z'), new Date('2026-11-01T12:09:59Z')];
      const retry = { ...NO_RETRY, nextAttemptAt: dueAt };
      const failed = someExecution(job.id, { status: 'failed', retry });
      const single = someExecution(job.id, { status: 'failed', lane: 'single', retry });
      await insert(failed);
      await insert(single);
      const due = async () =>
        (await world.system.transaction((tx) => tx.due.retries(10))).map(({ executionId }) => executionId);
      world.setNow(before);
      await expect(due()).resolves.toEqual([]);
      world.setNow(dueAt);
      await expect(due()).resolves.toEqual([failed.id, single.id]);
      await world.tenant.transaction((tx) => tx.executionRetries.cancel(job.id));
      await expect(due()).resolves.toEqual([single.id]);
    });

    it('that are dead letters are found, and resolved by a run that did what they should have done', async () => {
      const [one, other] = [await seedJob(world.tenant), await seedJob(world.tenant)];
      const dead = { status: 'failed', retry: { ...NO_RETRY, deadLetter: 'dead' } } as const;
      const [bulk, single, strange] = [
        someExecution(one.job.id, dead),
        someExecution(one.job.id, { ...dead, lane: 'single' }),
        someExecution(other.job.id, dead),
      ];
      for (const execution of [bulk, single, strange]) await insert(execution);
      await insert(someExecution(one.job.id, { status: 'completed' }));
      const found = async () =>
        (
          await world.tenant.transaction((tx) =>
            tx.executions.list({ deadLetters: true }, { after: null, limit: 10 }),
          )
        ).items.map(({ id }) => id);
      await expect(found()).resolves.toEqual([strange.id, single.id, bulk.id]);
      const resolve = (done: Execution) =>
        world.tenant.transaction((tx) => tx.executionRetries.resolveDeadLetters(done));
      await resolve(someExecution(one.job.id));
      await expect(found()).resolves.toEqual([strange.id, single.id]);
      await resolve(
        someExecution(one.job.id, { lane: 'single', retry: { ...NO_RETRY, of: single.id, count: 1 } }),
      );
      await expect(found()).resolves.toEqual([strange.id]);
    });
  });
}

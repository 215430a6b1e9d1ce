import type { FailureSave } from '@evenkeel/domain';
import { someFailure as someSave } from './testing/failure-fixtures.js';
import { newId, seedJob } from './testing/store-fixtures.js';
import { hold, isBlocked, type StoreConformance, type StoreWorld } from './testing/store-world.js';

const NOW = '2026-11-01T12:00:00.007Z';

export function describeFailures({ open }: StoreConformance): void {
  let world: StoreWorld;
  beforeEach(async () => {
    world = await open();
  });
  const save = (jobId: string, ...saves: FailureSave[]) =>
    world.tenant.transaction((tx) => tx.failures.save(jobId, saves));
  const lock = (jobId: string, ...keys: string[]) =>
    world.tenant.transaction((tx) => tx.failures.lock(jobId, keys));
  const list = (jobId: string) =>
    world.tenant.transaction(
      async (tx) => (await tx.failures.list({ jobId }, { after: null, limit: 100 })).items,
    );

  describe('failures', () => {
    it('are kept whole', async () => {
      const { job } = await seedJob(world.tenant);
      const saved = someSave('a');
      await save(job.id, saved);
      const [failure] = await list(job.id);
      expect(failure).toEqual({
        id: expect.stringMatching(/^\d+$/) as string,
        jobId: job.id,
        key: 'id:a',
        externalId: 'a',
        state: 'retrying',
        executions: 1,
        lastExecutionId: saved.executionId,
        stage: 'map',
        problem: saved.problem,
        pattern: 'email is missing',
        groupKey: 'group-1',
        raw: '{"id":"\\u0000"}',
        mapped: null,
        payloadDigest: 'digest',
        version: '7.5',
        modifiedAt: '2026-10-31',
        observedAt: NOW,
        editedBy: null,
        firstFailedAt: NOW,
        lastFailedAt: NOW,
        history: saved.history,
      });
      await expect(world.tenant.transaction((tx) => tx.failures.find(failure!.id))).resolves.toEqual(failure);
    });

    it('are known again by their key, within their job', async () => {
      const [one, other] = [await seedJob(world.tenant), await seedJob(world.tenant)];
      await save(one.job.id, someSave('b'), someSave('a'));
      await save(other.job.id, someSave('a'));
      const found = await lock(one.job.id, 'id:a', 'id:c', 'id:b', 'id:a');
      expect(found.map(({ key }) => key)).toEqual(['id:a', 'id:b']);
      expect(found[0]).toMatchObject({
        state: 'retrying',
        executions: 1,
        payloadDigest: 'digest',
        observedAt: NOW,
        firstFailedAt: NOW,
        history: [{ kind: 'failed' }],
      });
    });

    it('that fail again are changed, and keep the payload where none came', async () => {
      const { job } = await seedJob(world.tenant);
      await save(job.id, someSave('a'));
      const [known] = await lock(job.id, 'id:a');
      const again = someSave('a', { id: known!.id, executions: 2, state: 'dead', payload: null });
      await save(job.id, again, someSave('b'));
      const [a, b] = await list(job.id);
      expect(a).toMatchObject({ id: known!.id, executions: 2, state: 'dead', version: '7.5' });
      expect(a).toMatchObject({ raw: '{"id":"\\u0000"}', lastExecutionId: again.executionId });
      expect(b).toMatchObject({ externalId: 'b', executions: 1 });
    });

    it('that are resolved say by which execution, and give their payload up', async () => {
      const { job } = await seedJob(world.tenant);
      await save(job.id, someSave('a'), someSave('b', { state: 'discarded' }));
      const [a, b] = await list(job.id);
      const executionId = newId();
      await world.tenant.transaction((tx) => tx.failures.resolve([a!.id, b!.id], executionId));
      expect(await list(job.id)).toMatchObject([
        { state: 'resolved', raw: null, history: [{ kind: 'failed' }, { kind: 'resolved', executionId }] },
        { state: 'discarded', raw: b!.raw },
      ]);
    });

    it('that were resolved long ago are forgotten, a batch at a time; open and discarded ones are not', async () => {
      const [{ job }, { job: removed }] = [await seedJob(world.tenant), await seedJob(world.tenant)];
      const all = ['a', 'b', 'c', 'd'].map((id) => someSave(id));
      const discarded = { kind: 'discarded', at: NOW, actor: 'ada', reason: 'odd' } as const;
      world.setNow(new Date('2026-11-01T12:00:00.000Z'));
      await save(job.id, ...all, someSave('x'), someSave('y'));
      await save(removed.id, someSave('e'));
      const ids = (await list(job.id)).map(({ id }) => id);
      await world.tenant.transaction(async (tx) => {
        await tx.failures.resolve(ids.slice(0, 4), newId());
        await tx.failures.note(
          [ids[5]!, (await tx.failures.listIds({ jobId: removed.id }, 1))[0]!],
          'discarded',
          discarded,
        );
        await tx.jobRemovals.begin(removed.id, { actor: 'ada', detach: false });
      });
      const forget = (limit: number) =>
        world.system.transaction((tx) => tx.purges.resolvedFailures(30, limit));
      world.setNow(new Date('2026-12-01T11:59:00.000Z'));
      await expect(forget(10)).resolves.toBe(0);
      world.setNow(new Date('2026-12-01T12:01:00.000Z'));
      await expect(forget(2)).resolves.toBe(2);
      await expect(forget(10)).resolves.toBe(3);
      await expect(forget(10)).resolves.toBe(0);
      expect((await list(job.id)).map(({ externalId }) => externalId)).toEqual(['x', 'y']);
      world.setNow(undefined);
    });

    it('that two find missing at once are one: the second decides again', async () => {
      const { job } = await seedJob(world.tenant);
      const saveIfMissing = () =>
        world.tenant.transaction(async (tx) => {
          const known = await tx.failures.lock(job.id, ['id:a']);
          if (known.length > 0) return 'found';
          await tx.failures.save(job.id, [someSave('a')]);
          return 'saved';
        });
      const first = await hold(world.tenant, (tx) => tx.failures.save(job.id, [someSave('a')]));
      const second = saveIfMissing();
      expect(await isBlocked(second)).toBe(true);
      await first.commit();
      await expect(second).resolves.toBe('found');
    });

    it('keep what a person put in the place of their payload, also when they fail again with it', async () => {
      const { job } = await seedJob(world.tenant);
      await save(job.id, someSave('a'));
      const [{ id } = { id: '' }] = await list(job.id);
      const edited = { raw: '{"id":"a","email":"a@b"}', digest: 'edited', externalId: null, actor: 'ada' };
      await world.tenant.transaction((tx) => tx.failures.edit(id, edited));
      await save(job.id, someSave('a', { id, executions: 2, payload: null }));
      expect(await list(job.id)).toMatchObject([
        { raw: edited.raw, payloadDigest: 'edited', externalId: 'a', editedBy: 'ada', observedAt: NOW },
      ]);
      await save(job.id, someSave('a', { id, executions: 3 }));
      expect(await list(job.id)).toMatchObject([{ editedBy: null, payloadDigest: 'digest' }]);
    });
  });
}

import type { FailureSave } from '@evenkeel/domain';
import { someFailure as someSave } from './testing/failure-fixtures.js';
import { counts, newId, seedClaimed, seedJob, someAdvance, somePage } from './testing/store-fixtures.js';
import { type StoreConformance, type StoreWorld } from './testing/store-world.js';

const NOW = '2026-11-01T12:00:00.007Z';

export function describeFailureLists({ open }: StoreConformance): void {
  let world: StoreWorld;
  beforeEach(async () => {
    world = await open();
  });
  const save = (jobId: string, ...saves: FailureSave[]) =>
    world.tenant.transaction((tx) => tx.failures.save(jobId, saves));
  const list = (jobId: string) =>
    world.tenant.transaction(
      async (tx) => (await tx.failures.list({ jobId }, { after: null, limit: 100 })).items,
    );

  describe('failures', () => {
    it('are listed by job, state, code and group, a slice at a time', async () => {
      const { job } = await seedJob(world.tenant);
      await save(
        job.id,
        someSave('a'),
        someSave('b', { state: 'dead' }),
        someSave('c', { groupKey: 'group-2', state: 'resolved' }),
      );
      const ids = (filter: object, after: string | null = null, limit = 10) =>
        world.tenant.transaction(async (tx) => {
          const { items, next } = await tx.failures.list({ jobId: job.id, ...filter }, { after, limit });
          return { ids: items.map(({ externalId }) => externalId), next };
        });
      await expect(ids({ states: ['dead'] })).resolves.toEqual({ ids: ['b'], next: null });
      await expect(ids({ code: 'record.missing_id' })).resolves.toEqual({ ids: [], next: null });
      await expect(ids({ exceptCodes: ['record.required_field_missing'] })).resolves.toEqual({
        ids: [],
        next: null,
      });
      await expect(ids({ groupKey: 'group-2' })).resolves.toEqual({ ids: ['c'], next: null });
      const slice = await ids({}, null, 2);
      expect(slice.ids).toEqual(['a', 'b']);
      await expect(ids({}, slice.next, 2)).resolves.toEqual({ ids: ['c'], next: null });
    });

    it('are grouped by their cause as long as they are open', async () => {
      const { job } = await seedJob(world.tenant);
      await save(
        job.id,
        someSave('a'),
        someSave('b', { state: 'dead' }),
        someSave('c', { groupKey: 'group-2', pattern: '* is missing' }),
        someSave('d', { state: 'resolved' }),
      );
      const groups = await world.tenant.transaction((tx) => tx.failures.groups({ jobId: job.id }, 10));
      expect(groups).toMatchObject([
        { groupKey: 'group-1', retrying: 1, dead: 1, example: 'email is missing' },
        { groupKey: 'group-2', retrying: 1, dead: 0, pattern: '* is missing' },
      ]);
    });

    it('that are open are told of with the page that a job applies', async () => {
      const { job, chunk } = await seedClaimed(world);
      const advance = (pageNo: number) =>
        world.tenant.transaction((tx) =>
          tx.pages.advance(
            someAdvance(chunk, { outcomes: counts({ created: 1 }) }),
            [somePage('created', ['1'], { pageNo })],
            [],
          ),
        );
      await save((await seedJob(world.tenant)).job.id, someSave('of another job'));
      await save(job.id, someSave('a', { state: 'discarded' }));
      await expect(advance(0)).resolves.toEqual({ hasOpenFailures: false });
      await save(job.id, someSave('b'));
      await expect(advance(1)).resolves.toEqual({ hasOpenFailures: true });
    });

    it('are found while they are open, by ids or by what they have in common', async () => {
      const { job } = await seedJob(world.tenant);
      await save(
        job.id,
        someSave('a'),
        someSave('b', { state: 'dead' }),
        someSave('c', { state: 'resolved' }),
      );
      const ids = (await list(job.id)).map(({ id }) => id);
      const found = await world.tenant.transaction((tx) => tx.failures.listOpen([...ids].reverse()));
      expect(found.map(({ externalId }) => externalId)).toEqual(['a', 'b']);
      const named = (limit: number) =>
        world.tenant.transaction((tx) =>
          tx.failures.listIds({ jobId: job.id, states: ['retrying', 'dead'] }, limit),
        );
      await expect(named(1)).resolves.toEqual(ids.slice(0, 1));
      await expect(named(10)).resolves.toEqual(ids.slice(0, 2));
    });

    it('of one execution are found locked, and made what they were before it', async () => {
      const { job } = await seedJob(world.tenant);
      const [broken, earlier] = [newId(), newId()];
      const failed = (executionId: string) =>
        ({ kind: 'failed', at: NOW, executionId, code: 'c', message: 'm' }) as const;
      const history = [failed(earlier), failed(broken)];
      await save(
        job.id,
        someSave('known', { executionId: broken, executions: 2, state: 'dead', history }),
        someSave('new', { executionId: broken }),
        someSave('of another', { executionId: earlier }),
      );
      await world.tenant.transaction(async (tx) => {
        const [known, fresh, ...others] = await tx.failures.lockFailedIn(job.id, broken, 10);
        expect([known?.key, fresh?.key, others]).toEqual(['id:known', 'id:new', []]);
        expect(await tx.failures.lockFailedIn(job.id, broken, 1)).toHaveLength(1);
        await tx.failures.takeBack([
          { kind: 'remove', id: fresh!.id },
          {
            kind: 'restore',
            id: known!.id,
            state: 'resolved',
            executions: 1,
            lastExecutionId: earlier,
            history: [failed(earlier)],
            forgetsPayload: true,
          },
        ]);
      });
      expect(await list(job.id)).toMatchObject([
        {
          externalId: 'known',
          state: 'resolved',
          executions: 1,
          lastExecutionId: earlier,
          history: [failed(earlier)],
          raw: null,
          payloadDigest: null,
        },
        { externalId: 'of another', state: 'retrying' },
      ]);
    });

    it('move with what a person did to them', async () => {
      const { job } = await seedJob(world.tenant);
      await save(job.id, someSave('a'));
      const [{ id } = { id: '' }] = await list(job.id);
      const event = { kind: 'discarded', at: NOW, actor: 'ada', reason: 'a test record' } as const;
      await world.tenant.transaction((tx) => tx.failures.note([id], 'discarded', event));
      expect(await list(job.id)).toMatchObject([{ state: 'discarded', history: [{}, event] }]);
    });
  });
}

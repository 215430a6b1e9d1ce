import { describeProblem, MOST_LOGGED, SyncError, type ErrorEntry } from '@evenkeel/domain';
import { newId, seedChunk } from './testing/store-fixtures.js';
import type { StoreConformance, StoreWorld } from './testing/store-world.js';

const start = new Date('2026-11-01T12:00:00.000Z');

export function describeErrorLog({ open }: StoreConformance): void {
  describe('the error log', () => {
    let world: StoreWorld;
    beforeEach(async () => {
      world = await open();
      world.setNow(start);
    });
    const entry = (externalId: string | null): ErrorEntry => ({
      phase: 'retrying',
      externalId,
      problem: describeProblem(new SyncError('provider.timeout', `No answer about ${externalId}`)),
      attempt: 2,
    });
    const add = (executionId: string, entries: readonly ErrorEntry[]) =>
      world.tenant.transaction((tx) => tx.errorLog.add(executionId, entries));
    const list = (executionId: string, limit = 10_000, after: string | null = null) =>
      world.tenant.transaction((tx) => tx.errorLog.list(executionId, { after, limit }));

    it('keeps what went wrong in an execution, in its order and with its time', async () => {
      const { execution } = await seedChunk(world.tenant);
      await add(execution.id, []);
      await add(execution.id, [entry('c1'), entry(null)]);
      world.setNow(new Date(start.getTime() + 5_000));
      await add(execution.id, [entry('nul\u0000')]);
      await add(newId(), [entry('c9')]);
      const first = await list(execution.id, 2);
      expect(first.items).toEqual([
        {
          at: start,
          phase: 'retrying',
          externalId: 'c1',
          problem: {
            errorClass: 'transient',
            code: 'provider.timeout',
            message: 'No answer about c1',
          },
          attempt: 2,
        },
        expect.objectContaining({ externalId: null }),
      ]);
      const rest = await list(execution.id, 2, first.next);
      expect(rest).toMatchObject({ items: [{ at: new Date(start.getTime() + 5_000) }], next: null });
      expect(rest.items[0]?.externalId).not.toContain('\u0000');
    });

    it('keeps no more of an execution than it may', async () => {
      const { execution } = await seedChunk(world.tenant);
      const many = (count: number) => Array.from({ length: count }, (_, nth) => entry(`c${nth}`));
      await add(execution.id, many(MOST_LOGGED - 1));
      await add(execution.id, [entry('the last'), entry('one too many')]);
      await add(execution.id, many(5));
      const { items } = await list(execution.id);
      expect(items).toHaveLength(MOST_LOGGED);
      expect(items.at(-1)).toMatchObject({ externalId: 'the last' });
    });

    it('forgets what is old, so much at a time', async () => {
      const { execution } = await seedChunk(world.tenant);
      await add(execution.id, [entry('old'), entry('old too')]);
      const forget = (limit: number) => world.system.transaction((tx) => tx.purges.errors(7, limit));
      await forget(10_000);
      expect((await list(execution.id)).items).toHaveLength(2);
      world.setNow(new Date('2026-11-08T12:00:01.000Z'));
      await add(execution.id, [entry('young')]);
      await expect(forget(1)).resolves.toBe(1);
      await forget(10_000);
      expect((await list(execution.id)).items).toMatchObject([{ externalId: 'young' }]);
    });
  });
}

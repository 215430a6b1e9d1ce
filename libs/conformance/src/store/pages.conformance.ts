import type { ChunkAdvance, ListedPlace } from '@evenkeel/ports';
import { counts, seedClaimed, someAdvance, somePage } from './testing/store-fixtures.js';
import { type StoreConformance, type StoreWorld } from './testing/store-world.js';

export function describePages({ open }: StoreConformance): void {
  let world: StoreWorld;
  beforeEach(async () => {
    world = await open();
  });

  describe('pages', () => {
    it('move their chunk on, and are summed up again at the end', async () => {
      const { chunk, execution } = await seedClaimed(world);
      const bound = { kind: 'time', value: '2026-11-01T12:00:00Z' } as const;
      await world.tenant.transaction((tx) =>
        tx.pages.advance(
          someAdvance(chunk, {
            cursor: 'c2',
            pages: 2,
            bound,
            outcomes: counts({ created: 3, rejected: 1 }),
          }),
          [
            somePage('created', ['11', '12', '13'], { cursorOut: 'c1' }),
            somePage('rejected', [null], { pageNo: 1, cursorIn: 'c1', cursorOut: 'c2' }),
          ],
          [],
        ),
      );
      await expect(world.tenant.transaction((tx) => tx.chunks.lock(chunk.id))).resolves.toEqual({
        ...chunk,
        cursor: 'c2',
        pagesApplied: 2,
        fetched: 4,
        bound,
        outcomes: counts({ created: 3, rejected: 1 }),
      });
      await world.tenant.transaction((tx) =>
        tx.pages.advance(
          someAdvance(chunk, { end: true, outcomes: counts({ unchanged: 1 }) }),
          [somePage('unchanged', ['12'], { pageNo: 2, cursorIn: 'c2' })],
          [],
        ),
      );
      const ended = await world.tenant.transaction((tx) => tx.chunks.lock(chunk.id));
      expect(ended).toMatchObject({ state: 'applied', cursor: null, bound, leaseUntil: null, fetched: 5 });
      await expect(world.tenant.transaction((tx) => tx.pages.totals(execution.id))).resolves.toEqual([
        {
          chunkId: chunk.id,
          pages: 3,
          inputs: 5,
          outcomes: counts({ created: 3, rejected: 1, unchanged: 1 }),
          unbroken: true,
        },
      ]);
    });

    it('say how far the current generation of their listing has come', async () => {
      const { chunk } = await seedClaimed(world);
      const advance = (changes: Partial<ChunkAdvance>, pageNo: number) =>
        world.tenant.transaction((tx) =>
          tx.pages.advance(someAdvance(chunk, changes), [somePage('unchanged', ['11'], { pageNo })], []),
        );
      const stored = () => world.tenant.transaction((tx) => tx.chunks.lock(chunk.id));
      await advance({ listed: 3, total: 9 }, 0);
      await advance({ listed: 2 }, 1);
      expect(await stored()).toMatchObject({ listed: 5, total: 9 });
      await advance({ total: 1e15 }, 2);
      expect(await stored()).toMatchObject({ listed: 5, total: 1e15 });
      await world.tenant.transaction((tx) => tx.chunkLeases.startOver(chunk.id, chunk.attempt, 3));
      expect(await stored()).toMatchObject({ listed: 0, total: null, fetched: 3 });
    });

    it('are of a size that the worker of the chunk may make smaller, also as the listing starts over', async () => {
      const { chunk, execution } = await seedClaimed(world);
      const stored = async () => {
        const chunks = await world.tenant.transaction((tx) => tx.chunks.ofExecution(execution.id));
        return chunks.find(({ id }) => id === chunk.id);
      };
      const shrink = (attempt: number, size: number) =>
        world.tenant.transaction((tx) => tx.chunkLeases.shrinkPages(chunk.id, attempt, size));
      expect((await stored())?.pageSize).toBeNull();
      expect(await shrink(chunk.attempt, 50)).toBe(true);
      expect(await shrink(chunk.attempt + 1, 25)).toBe(false);
      expect((await stored())?.pageSize).toBe(50);
      const startOver = (size?: number) =>
        world.tenant.transaction((tx) => tx.chunkLeases.startOver(chunk.id, chunk.attempt, 2, size));
      expect(await startOver()).toBe(true);
      expect((await stored())?.pageSize).toBe(50);
      expect(await startOver(12)).toBe(true);
      expect((await stored())?.pageSize).toBe(12);
      expect(await startOver(6)).toBe(false);
      expect((await stored())?.pageSize).toBe(12);
    });

    it('tell which records they have named, beyond what is known of the current generation', async () => {
      const { chunk, execution } = await seedClaimed(world);
      const { id: chunkId } = chunk;
      const since = (known: readonly ListedPlace[], most = 10) =>
        world.tenant.transaction((tx) => tx.pages.listedSince({ executionId: execution.id }, known, most));
      expect(await since([])).toEqual([{ chunkId, generation: 0, pages: 0, referenceIds: [] }]);
      const pages = [
        somePage('unchanged', ['11', null, '12'], { cursorOut: 'x' }),
        somePage('updated', [String(2 ** 40)], { pageNo: 1, cursorIn: 'x' }),
      ];
      await world.tenant.transaction((tx) => tx.pages.advance(someAdvance(chunk, { pages: 2 }), pages, []));
      const first = { chunkId, generation: 0, pages: 1, referenceIds: [11, 12] };
      const second = { chunkId, generation: 0, pages: 2, referenceIds: [2 ** 40] };
      expect(await since([])).toEqual([first, second]);
      expect(await since([], 1)).toEqual([first]);
      expect(await since([first])).toEqual([second]);
      expect(await since([second])).toEqual([{ ...second, referenceIds: [] }]);
      await world.tenant.transaction((tx) => tx.chunkLeases.startOver(chunkId, chunk.attempt, 3));
      expect(await since([second])).toEqual([{ chunkId, generation: 1, pages: 0, referenceIds: [] }]);
      await world.tenant.transaction((tx) =>
        tx.pages.advance(someAdvance(chunk), [somePage('unchanged', ['11'], { pageNo: 2 })], []),
      );
      expect(await since([second])).toEqual([{ chunkId, generation: 1, pages: 3, referenceIds: [11] }]);
    });

    it('tell what they have said and not written: of an inventory, and for a plan', async () => {
      const { chunk, execution } = await seedClaimed(world);
      const { id: chunkId } = chunk;
      const since = (known: readonly ListedPlace[]) =>
        world.tenant.transaction((tx) => tx.pages.saidSince({ executionId: execution.id }, known, 10));
      const page = { executionId: execution.id, chunkId, wanted: ['a'] };
      const pages = [
        somePage('unchanged', [], { cursorOut: 'x' }),
        somePage('unchanged', [], { pageNo: 1, cursorIn: 'x' }),
      ];
      await world.tenant.transaction(async (tx) => {
        await tx.pages.advance(someAdvance(chunk, { pages: 2 }), pages, []);
        await tx.inventories.add([{ ...page, pageNo: 1, entries: Uint8Array.of(7, 0, 255) }]);
      });
      const said = (await since([])).map(({ entries, ...place }) => [place, [...entries]]);
      const first = { chunkId, generation: 0, pages: 1 };
      const second = { chunkId, generation: 0, pages: 2 };
      expect(said).toEqual([
        [first, []],
        [second, [7, 0, 255]],
      ]);
      expect((await since([first])).map(({ entries }) => [...entries])).toEqual([[7, 0, 255]]);
      expect((await since([second])).map(({ entries }) => [...entries])).toEqual([[]]);
      await world.tenant.transaction((tx) => tx.chunkLeases.startOver(chunkId, chunk.attempt, 3));
      expect((await since([second])).map(({ generation, entries }) => [generation, [...entries]])).toEqual([
        [1, []],
      ]);
    });

    it('of a chunk that has none sum up to nothing', async () => {
      const { chunk, execution } = await seedClaimed(world);
      await expect(world.tenant.transaction((tx) => tx.pages.totals(execution.id))).resolves.toEqual([
        { chunkId: chunk.id, pages: 0, inputs: 0, outcomes: counts({}), unbroken: true },
      ]);
    });

    it.each([
      ['a page is missing', [0, 2], ['c0', 'c1', 'c1', 'c2']],
      ['one does not start where the one before ended', [0, 1], [null, 'c1', 'c9', 'c2']],
      ['the first does not start at the beginning', [0, 1], ['c0', 'c1', 'c1', 'c2']],
    ])('are told to be broken where %s', async (_, [first, second], [in0, out0, in1, out1]) => {
      const { chunk, execution } = await seedClaimed(world);
      await world.tenant.transaction((tx) =>
        tx.pages.advance(
          someAdvance(chunk, { pages: 2 }),
          [
            somePage('created', [], { pageNo: first!, cursorIn: in0!, cursorOut: out0! }),
            somePage('created', [], { pageNo: second!, cursorIn: in1!, cursorOut: out1! }),
          ],
          [],
        ),
      );
      const [totals] = await world.tenant.transaction((tx) => tx.pages.totals(execution.id));
      expect(totals).toMatchObject({ pages: 2, unbroken: false });
    });

    it('tell which of their records are to be tried again', async () => {
      const { chunk, execution } = await seedClaimed(world);
      const row = { pageNo: 0, problem: null, raw: null };
      await world.tenant.transaction((tx) =>
        tx.pages.advance(
          someAdvance(chunk, { outcomes: counts({ retried: 2, refused: 1 }) }),
          [somePage('retried', [null, null, null])],
          [
            { ...row, position: 0, externalId: 'c', outcome: 'retried' },
            { ...row, position: 1, externalId: 'b', outcome: 'refused' },
            { ...row, position: 2, externalId: 'a', outcome: 'retried' },
          ],
        ),
      );
      await world.tenant.transaction(async (tx) => {
        await expect(tx.pages.retried(execution.id, chunk.id)).resolves.toEqual(['c', 'a']);
        await expect(tx.chunks.lock(chunk.id)).resolves.toMatchObject({ outcomes: { retried: 2 } });
      });
    });

    it('cannot be applied to a chunk that is no longer claimed', async () => {
      const { chunk, execution } = await seedClaimed(world);
      await world.tenant.transaction((tx) => tx.chunks.abandonAll(execution.id));
      const advance = world.tenant.transaction((tx) =>
        tx.pages.advance(someAdvance(chunk), [somePage('created', ['1'])], []),
      );
      await expect(advance).rejects.toMatchObject({ code: 'system.unexpected' });
      await expect(world.tenant.transaction((tx) => tx.pages.totals(execution.id))).resolves.toMatchObject([
        { pages: 0 },
      ]);
    });

    it('cannot be applied twice', async () => {
      const { chunk } = await seedClaimed(world);
      const apply = () =>
        world.tenant.transaction((tx) =>
          tx.pages.advance(someAdvance(chunk), [somePage('created', ['1'])], []),
        );
      await apply();
      await expect(apply()).rejects.toMatchObject({ code: 'system.database' });
      await expect(world.tenant.transaction((tx) => tx.chunks.lock(chunk.id))).resolves.toMatchObject({
        pagesApplied: 1,
      });
    });
  });
}

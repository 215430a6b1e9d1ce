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

import { DEFAULT_TENANT } from '@evenkeel/domain';
import { pageApplied } from '@evenkeel/contracts-messages';
import { IngestionWorld, pageOf, saying, sourceRecord, type Claimed } from '../testing/ingestion-world.js';

const world = new IngestionWorld();
beforeEach(async () => void (await world.published()));

/** Two pages; the second is the last. */
const pagesOf = (claimed: Claimed) => [
  pageOf(claimed, 0, [saying('a', 'one'), sourceRecord(null)]),
  pageOf(claimed, 1, [saying('a', 'two'), saying('b', 'one')], { cursorOut: null }),
];

describe('page-fetched', () => {
  it('delivered twice changes nothing the second time', async () => {
    const claimed = await world.claimed();
    const pages = pagesOf(claimed);
    await world.apply(...pages);
    const first = await world.everything(claimed);
    expect(first).toMatchObject({ chunk: { state: 'applied', pagesApplied: 2, fetched: 4 } });
    expect(await world.published()).toHaveLength(1);
    await world.apply(...pages);
    for (const page of pages) await world.apply(page);
    expect(await world.everything(claimed)).toEqual(first);
    expect(await world.published()).toEqual([]);
  });

  it('delivered twice in one batch is applied once', async () => {
    const claimed = await world.claimed();
    const [first, second] = pagesOf(claimed);
    await world.apply(first!, first!, second!, second!);
    expect(await world.pages(claimed)).toHaveLength(2);
    expect(await world.chunk(claimed)).toMatchObject({ pagesApplied: 2, fetched: 4 });
  });

  it('delivered to two replicas at once is applied once', async () => {
    const claimed = await world.claimed();
    await Promise.all([1, 2, 3].map(() => world.apply(...pagesOf(claimed))));
    expect(await world.chunk(claimed)).toMatchObject({ state: 'applied', pagesApplied: 2, fetched: 4 });
    expect(await world.contents(claimed)).toHaveLength(2);
    expect(await world.published()).toHaveLength(1);
  });

  it('of the last page tells the coordinator, of an earlier one nobody', async () => {
    const claimed = await world.claimed();
    const [first, second] = pagesOf(claimed);
    await world.apply(first!);
    expect(await world.published()).toEqual([]);
    await world.apply(second!);
    const { id: chunkId, executionId } = claimed.chunk;
    expect(await world.published()).toEqual([
      {
        topic: pageApplied.topic,
        payload: { tenantId: DEFAULT_TENANT, executionId, chunkId, pagesApplied: 2 },
      },
    ]);
  });

  it('of an execution that nobody knows is not taken for applied', async () => {
    const claimed = await world.claimed();
    const page = pageOf(claimed, 0, [], { executionId: claimed.job.id });
    await expect(world.apply(page)).rejects.toThrow('does not exist');
  });
});

describe('a page that does not fit', () => {
  const nothing = { chunk: { pagesApplied: 0, fetched: 0, cursor: null }, contents: [], pages: [] };

  it.each([
    ['was fetched by an earlier attempt', { attempt: 0 }],
    ['was fetched in another epoch', { epoch: 1 }],
    ['starts where the chunk does not stand', { cursorIn: 'elsewhere' }],
    ['comes before the one it follows', { pageNo: 1, cursorIn: 'page-1' }],
  ])('because it %s leaves no trace', async (_, changes) => {
    const claimed = await world.claimed();
    await world.apply(pageOf(claimed, 0, [saying('a', 'one')], changes));
    expect(await world.everything(claimed)).toMatchObject(nothing);
  });

  it('because its chunk was taken away leaves no trace', async () => {
    const claimed = await world.claimed();
    await world.tenant.transaction((tx) => tx.chunks.abandonAll(claimed.execution.id));
    await world.apply(...pagesOf(claimed));
    expect(await world.everything(claimed)).toMatchObject(nothing);
    expect(await world.published()).toEqual([]);
  });

  it('yet is applied once the gap before it is filled', async () => {
    const claimed = await world.claimed();
    const [first, second] = pagesOf(claimed);
    await world.apply(second!);
    await world.apply(first!);
    await world.apply(second!);
    expect(await world.chunk(claimed)).toMatchObject({ state: 'applied', pagesApplied: 2 });
    expect(await world.words(claimed)).toEqual({ a: 'one', b: 'one' });
  });

  it('is let go alone: those around it are applied', async () => {
    const claimed = await world.claimed();
    const [first, second] = pagesOf(claimed);
    await world.apply({ ...first!, attempt: 0 }, first!, { ...second!, epoch: 7 }, second!);
    expect(await world.chunk(claimed)).toMatchObject({ state: 'applied', pagesApplied: 2 });
  });
});

describe('pages that come together', () => {
  const manyPages = (claimed: Claimed, count: number, size: number) =>
    Array.from({ length: count }, (_, pageNo) =>
      pageOf(
        claimed,
        pageNo,
        Array.from({ length: size }, (__, nth) => saying(`${pageNo}-${nth}`, 'one')),
        pageNo === count - 1 ? { cursorOut: null } : {},
      ),
    );
  const transactionsOf = async (claimed: Claimed) =>
    new Set((await world.pages(claimed)).map(({ transaction }) => transaction)).size;

  it('are applied in one transaction', async () => {
    const claimed = await world.claimed();
    await world.apply(...manyPages(claimed, 5, 10));
    expect(await world.pages(claimed)).toMatchObject([0, 1, 2, 3, 4].map((pageNo) => ({ pageNo, seen: 10 })));
    expect(await transactionsOf(claimed)).toBe(1);
    expect(await world.contents(claimed)).toHaveLength(50);
  });

  it('are cut where they hold more than a thousand records', async () => {
    const claimed = await world.claimed();
    await world.apply(...manyPages(claimed, 5, 400));
    expect(await transactionsOf(claimed)).toBe(3);
    expect(await world.chunk(claimed)).toMatchObject({ state: 'applied', fetched: 2000 });
  });

  it('may be empty, all of them', async () => {
    const claimed = await world.claimed();
    await world.apply(...manyPages(claimed, 3, 0));
    expect(await world.chunk(claimed)).toMatchObject({ state: 'applied', pagesApplied: 3, fetched: 0 });
  });

  it('look up their execution once', async () => {
    const claimed = await world.claimed();
    const handler = world.onPageFetched();
    const transactionsFor = async (pageNo: number) => {
      const before = world.transactions;
      await handler.handle([pageOf(claimed, pageNo, [saying('a', pageNo)])]);
      return world.transactions - before;
    };
    expect([await transactionsFor(0), await transactionsFor(1), await transactionsFor(2)]).toEqual([2, 1, 1]);
  });
});

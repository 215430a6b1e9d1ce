import { counts, someChunk } from '@evenkeel/conformance';
import type { SourceRecord } from '@evenkeel/domain';
import { IngestionWorld, pageOf, saying, type Claimed } from '../testing/ingestion-world.js';

const world = new IngestionWorld();

/** One listing of the job, a page after the other, each in a transaction of its own. */
async function list(
  pages: readonly (readonly SourceRecord[])[],
  before?: Claimed,
  onPage = world.onPageFetched(),
): Promise<Claimed> {
  const claimed = before
    ? await world.claimedOf(before.job, { lane: 'single', scope: { kind: 'full' } })
    : await world.claimed();
  for (const [pageNo, records] of pages.entries()) {
    const last = pageNo === pages.length - 1 ? { cursorOut: null } : {};
    await onPage.handle([pageOf(claimed, pageNo, records, last)]);
  }
  return claimed;
}

const outcomesOf = async (claimed: Claimed) => {
  const { fetched, outcomes } = await world.chunk(claimed);
  expect(Object.values(outcomes).reduce((sum, count) => sum + count, 0)).toBe(fetched);
  return outcomes;
};

const asked = () =>
  world.statements.filter((sql) => sql.includes('r.page_no >= coalesce(k.pages, 0)')).length;

describe('an id that comes again on a later page of a listing', () => {
  const twins = [[saying('7', 'number'), saying('8', 'one')], [saying('9', 'one')], [saying('7', 'text')]];

  it('is set aside with its reason, run after run, and what was stored stays', async () => {
    const first = await list(twins);
    expect(await outcomesOf(first)).toEqual(counts({ created: 3, rejected: 1 }));
    const second = await list(twins, first);
    expect(await outcomesOf(second)).toEqual(counts({ unchanged: 3, rejected: 1 }));
    expect(await world.words(second)).toEqual({ '7': 'number', '8': 'one', '9': 'one' });
    expect(await world.chunk(second)).toMatchObject({
      state: 'applied',
      doubt: 'two entries have the id "7" and say different things',
    });
    await list(twins, first);
    expect(await world.failures(first.job)).toMatchObject([
      {
        externalId: '7',
        key: 'twin:7',
        state: 'dead',
        executions: 3,
        stage: 'write',
        raw: '{"id":"7","word":"text"}',
        problem: { code: 'record.id_taken', errorClass: 'data' },
      },
    ]);
  });

  it('with the same content is unchanged, and no doubt by itself', async () => {
    const claimed = await list([[saying('a', 'one')], [saying('a', 'one')]]);
    expect(await outcomesOf(claimed)).toEqual(counts({ created: 1, unchanged: 1 }));
    expect((await world.chunk(claimed)).doubt).toBeNull();
  });

  it('is known to a worker that takes over, and after many pages', async () => {
    const first = await list([[saying('a', 'one')]]);
    const rows = Array.from({ length: 30 }, (_, nth) => [saying(`r${nth}`, 'one')]);
    const claimed = await list([[saying('a', 'one')], ...rows, [saying('r0', 'two')]], first);
    expect(await outcomesOf(claimed)).toEqual(counts({ unchanged: 1, created: 30, rejected: 1 }));
    const taken = await world.claimedOf(first.job, { lane: 'single' });
    await world.apply(pageOf(taken, 0, [saying('a', 'one'), saying('r0', 'other')]));
    await world.apply(pageOf(taken, 1, [saying('a', 'two'), saying('r1', 'other')], { cursorOut: null }));
    expect(await outcomesOf(taken)).toEqual(counts({ unchanged: 1, updated: 2, rejected: 1 }));
  });

  it('is set aside whichever chunk of the listing named it first', async () => {
    const { job, execution, chunk } = await list([[saying('a', 'one')]]);
    const range = { kind: 'range', key: 'mutable', label: 'rest', range: {} } as const;
    const sibling = someChunk(execution.id, { ordinal: 1, slice: range });
    await world.tenant.transaction((tx) => tx.chunks.insert([sibling]));
    const claim = await world.system.transaction(async (tx) => {
      await tx.chunkQueue.assign([sibling.id]);
      return tx.chunkQueue.claim(sibling.id, 'worker', 60_000);
    });
    const claimed = { job, execution, chunk: claim!.chunk };
    await world.apply(pageOf(claimed, 0, [saying('a', 'two')], { cursorOut: null }));
    expect(await world.words(claimed)).toEqual({ a: 'one' });
    expect(chunk.id).not.toBe(sibling.id);
  });

  it('may come again in a listing that starts over, and then counts', async () => {
    const claimed = await world.claimed();
    const onPage = world.onPageFetched();
    await onPage.handle([pageOf(claimed, 0, [saying('a', 'one'), saying('b', 'one')])]);
    await onPage.handle([pageOf(claimed, 1, [saying('b', 'two')])]);
    const { id, attempt } = claimed.chunk;
    await world.tenant.transaction((tx) => tx.chunkLeases.startOver(id, attempt, 3));
    const again = [saying('a', 'two'), saying('b', 'two')];
    await onPage.handle([pageOf(claimed, 2, again, { cursorIn: null })]);
    await onPage.handle([pageOf(claimed, 3, [saying('a', 'three')], { cursorOut: null })]);
    expect(await outcomesOf(claimed)).toEqual(counts({ created: 2, updated: 2, rejected: 2 }));
    expect(await world.words(claimed)).toEqual({ a: 'two', b: 'two' });
    expect((await world.chunk(claimed)).doubt).toContain('"a"');
  });

  it('is no second one where the same page is delivered again', async () => {
    const claimed = await world.claimed();
    const page = pageOf(claimed, 0, [saying('a', 'one')]);
    const changed = { ...page, records: [saying('a', 'two')] };
    await world.apply(page);
    await world.apply(changed);
    expect(await outcomesOf(claimed)).toEqual(counts({ created: 1 }));
    expect((await world.chunk(claimed)).doubt).toBeNull();
  });

  it('costs nothing while every entry is new or as it is stored, and one look at each page otherwise', async () => {
    const before = asked();
    const first = await list([[saying('a', '1'), saying('b', '1')], [saying('c', '1')]]);
    await list([[saying('a', '1'), saying('b', '1')], [saying('c', '1')]], first);
    expect(asked() - before).toBe(0);
    await list([[saying('a', '2'), saying('b', '1')], [saying('c', '2')]], first);
    expect(asked() - before).toBe(2);
  });
});

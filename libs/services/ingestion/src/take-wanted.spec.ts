import type { SourceRecord } from '@evenkeel/domain';
import { IngestionWorld, pageOf, saying, type Claimed } from './testing/ingestion-world.js';

const world = new IngestionWorld();
const listed = (externalId: string, version: number | null): SourceRecord => ({
  externalId,
  version,
  modifiedAt: null,
  data: null,
  listedOnly: true,
});
const wantedBy = ({ chunk }: Claimed, pageNo = 0) =>
  world.store.transaction((tx) => tx.inventories.wanted(chunk.id, pageNo));

/** Stored: a and b in version 1, under the mapping that the job has. */
async function stored(): Promise<Claimed> {
  const first = await world.claimed();
  const records = [saying('a', 'one', { version: 1 }), saying('b', 'one', { version: 1 })];
  await world.apply(pageOf(first, 0, records, { cursorOut: null }));
  const { connectionId, definition, id } = first.job;
  const { stream, recordType } = definition;
  await world.store.transaction((tx) =>
    tx.inventories.markMappedAs({ connectionId, stream, recordType }, id, 1),
  );
  return world.claimedOf(first.job, { lane: 'single' });
}

describe('a page of an inventory', () => {
  it('settles what has the same version and keeps what is to be read, once, also if it is delivered twice', async () => {
    const claimed = await stored();
    const page = pageOf(claimed, 0, [listed('a', 1), listed('b', 2), listed('c', 1)], { cursorOut: null });
    await Promise.all([world.apply(page), world.apply(page)]);
    expect(await world.chunk(claimed)).toMatchObject({
      state: 'applied',
      fetched: 1,
      outcomes: { unchanged: 1, planned: 0 },
    });
    expect(await world.pages(claimed)).toMatchObject([{ seen: 1 }]);
    expect(await wantedBy(claimed)).toEqual(['b', 'c']);
    expect(await world.words(claimed)).toEqual({ a: 'one', b: 'one' });
  });

  it('settles nothing without a version, or if what is here was read under another mapping', async () => {
    const claimed = await stored();
    await world.apply(pageOf(claimed, 0, [listed('a', null), listed('b', 1)], { cursorOut: null }));
    expect(await wantedBy(claimed)).toEqual(['a']);
    await world.database.rows(`update reference_set set mapped_as = 'another' returning id`, []);
    const again = await world.claimedOf(claimed.job, { lane: 'single' });
    await world.apply(pageOf(again, 0, [listed('b', 1)], { cursorOut: null }));
    expect(await wantedBy(again)).toEqual(['b']);
  });

  it('rejects an entry without an id', async () => {
    const claimed = await stored();
    const nameless = { ...listed('', 1), externalId: null };
    await world.apply(pageOf(claimed, 0, [nameless], { cursorOut: null }));
    expect(await world.chunk(claimed)).toMatchObject({ fetched: 1, outcomes: { rejected: 1 } });
    expect(await world.failures(claimed.job)).toMatchObject([{ problem: { code: 'record.missing_id' } }]);
  });
});

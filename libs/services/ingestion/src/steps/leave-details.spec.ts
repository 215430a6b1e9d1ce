import { someChunk } from '@evenkeel/conformance';
import type { Slice, SourceRecord } from '@evenkeel/domain';
import { IngestionWorld, pageOf, saying, type Claimed } from '../testing/ingestion-world.js';

const world = new IngestionWorld();
const listed = (externalId: string, version: number | null): SourceRecord => ({
  externalId,
  version: version === null ? null : String(version),
  modifiedAt: null,
  data: null,
  listedOnly: true,
});
const wantedBy = ({ chunk }: Claimed, pageNo = 0) =>
  world.tenant.transaction((tx) => tx.inventories.wanted(chunk.id, pageNo));

/** Stored: a and b in version 1, under the mapping that the job has. */
async function stored(): Promise<Claimed> {
  const first = await world.claimed();
  const records = [saying('a', 'one', { version: '1' }), saying('b', 'one', { version: '1' })];
  await world.apply(pageOf(first, 0, records, { cursorOut: null }));
  const { connectionId, definition } = first.job;
  const { stream, recordType } = definition;
  await world.tenant.transaction((tx) =>
    tx.inventories.markMappedAs({ connectionId, stream, recordType }, first.execution),
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

  it('takes nothing for gone whose details the provider refuses', async () => {
    const claimed = await stored();
    const { job, execution, chunk: listing } = claimed;
    await world.apply(pageOf(claimed, 0, [listed('b', 2)], { cursorOut: null }));
    const slice: Slice = { kind: 'details', listing: listing.id, fromPage: 0, untilPage: 1 };
    const planned = someChunk(execution.id, { ordinal: 1, slice, state: 'assigned' });
    await world.tenant.transaction((tx) => tx.chunks.insert([planned]));
    const claim = await world.system.transaction((tx) => tx.chunkQueue.claim(planned.id, 'worker', 60_000));
    const { chunk } = claim!;
    const refusal = { code: 'provider.record_refused', message: 'Not for you' };
    const refused = { ...listed('b', null), listedOnly: undefined, refusal };
    await world.apply(pageOf({ ...claimed, chunk }, 0, [refused], { cursorOut: null }));
    const { stream, recordType } = job.definition;
    const set = { connectionId: job.connectionId, stream, recordType };
    const gone = { id: execution.id, jobId: job.id, since: new Date(Date.now() + 60_000) };
    await world.tenant.transaction((tx) => tx.candidates.freeze(gone, set));
    await world.tenant.transaction((tx) =>
      tx.closeOuts.saveJudgement({
        executionId: execution.id,
        jobId: job.id,
        complete: true,
        reason: null,
        active: 2,
        candidates: 1,
        since: gone.since,
      }),
    );
    const candidates = await world.tenant.transaction((tx) => tx.candidates.ofPage(execution.id, 0));
    expect(candidates.map(({ externalId }) => externalId)).toEqual(['a']);
  });

  it.each<[string, readonly (readonly [string, number])[]]>([
    [
      'new in two versions',
      [
        ['c', 1],
        ['c', 2],
      ],
    ],
    [
      'changed in two versions',
      [
        ['a', 2],
        ['a', 3],
      ],
    ],
    [
      'changed, and then as it is stored',
      [
        ['a', 2],
        ['a', 1],
      ],
    ],
    [
      'as it is stored, and then changed',
      [
        ['a', 1],
        ['a', 2],
      ],
    ],
  ])('sets an id aside that comes again with another version on a later page: %s', async (_, entries) => {
    const claimed = await stored();
    for (const [pageNo, [id, version]] of entries.entries()) {
      const last = pageNo === entries.length - 1 ? { cursorOut: null } : {};
      await world.apply(pageOf(claimed, pageNo, [listed(id, version)], last));
    }
    const [first] = entries;
    expect(await world.chunk(claimed)).toMatchObject({
      outcomes: { rejected: 1 },
      doubt: `two entries have the id "${first![0]}" and say different things`,
    });
    expect((await wantedBy(claimed, 1)) ?? []).toEqual([]);
    expect(await world.failures(claimed.job)).toMatchObject([
      { key: `twin:${first![0]}`, problem: { code: 'record.id_taken' } },
    ]);
  });

  it('takes an id that comes again with the same version, or without one, for the same record', async () => {
    const claimed = await stored();
    const pages = [
      [listed('c', 1), listed('d', null)],
      [listed('c', 1)],
      [listed('d', null), listed('b', 1)],
    ];
    for (const [pageNo, records] of pages.entries()) {
      await world.apply(pageOf(claimed, pageNo, records, pageNo === 2 ? { cursorOut: null } : {}));
    }
    expect(await world.chunk(claimed)).toMatchObject({
      doubt: null,
      outcomes: { rejected: 0, unchanged: 1 },
    });
  });

  it('asks for what was said before only once something of the inventory is left to be read', async () => {
    const claimed = await stored();
    const count = () => world.statements.filter((sql) => sql.includes('inventory_page e')).length;
    const before = count();
    const asked = () => count() - before;
    await world.apply(pageOf(claimed, 0, [listed('a', 1)]));
    await world.apply(pageOf(claimed, 1, [listed('b', 1)]));
    expect(asked()).toBe(0);
    await world.apply(pageOf(claimed, 2, [listed('c', 1)]));
    await world.apply(pageOf(claimed, 3, [listed('a', 1)], { cursorOut: null }));
    expect(asked()).toBe(2);
  });

  it('rejects an entry without an id', async () => {
    const claimed = await stored();
    const nameless = { ...listed('', 1), externalId: null };
    await world.apply(pageOf(claimed, 0, [nameless], { cursorOut: null }));
    expect(await world.chunk(claimed)).toMatchObject({ fetched: 1, outcomes: { rejected: 1 } });
    expect(await world.failures(claimed.job)).toMatchObject([{ problem: { code: 'record.missing_id' } }]);
  });
});

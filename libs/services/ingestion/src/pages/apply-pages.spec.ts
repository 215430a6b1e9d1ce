import { counts } from '@evenkeel/conformance';
import type { PageFetched } from '@evenkeel/contracts-messages';
import type { SourceRecord } from '@evenkeel/domain';
import { IngestionWorld, pageOf, saying, sourceRecord, type Claimed } from '../testing/ingestion-world.js';

const world = new IngestionWorld();

/** Applies the records as one whole execution of the job, a further one if there was one before. */
async function run(
  records: readonly SourceRecord[],
  before?: Claimed,
  changes: Partial<PageFetched> = {},
): Promise<Claimed> {
  const claimed =
    before === undefined
      ? await world.claimed()
      : await world.claimedOf(before.job, { lane: 'single', scope: { kind: 'full' } });
  await world.apply(pageOf(claimed, 0, records, { cursorOut: null, ...changes }));
  return claimed;
}

const outcomesOf = async (claimed: Claimed) => {
  const { fetched, outcomes } = await world.chunk(claimed);
  expect(Object.values(outcomes).reduce((sum, count) => sum + count, 0)).toBe(fetched);
  return outcomes;
};

describe('a record', () => {
  it('is created, left alone while it is the same, and updated when it is not', async () => {
    const first = await run([saying('a', 'one'), saying('b', 'one')]);
    expect(await outcomesOf(first)).toEqual(counts({ created: 2 }));
    const second = await run([saying('a', 'one'), saying('b', 'two')], first);
    expect(await outcomesOf(second)).toEqual(counts({ unchanged: 1, updated: 1 }));
    expect(await world.contents(second)).toEqual([
      { externalId: 'a', data: { id: 'a', word: 'one' }, version: 1 },
      { externalId: 'b', data: { id: 'b', word: 'two' }, version: 2 },
    ]);
  });

  it('that is updated keeps what it was before', async () => {
    const first = await run([saying('a', 'one'), saying('b', 'one')]);
    const second = await run([saying('a', 'two'), saying('b', 'one')], first);
    const changes = await world.database.rows(
      'select version_before, data_before from record_change where execution_id = $1',
      [second.execution.id],
    );
    expect(changes).toEqual([{ version_before: 1, data_before: { id: 'a', word: 'one' } }]);
    expect(await world.outcomes(second)).toEqual([
      { externalId: 'a', outcome: 'updated', problem: null, raw: null },
    ]);
  });

  it('is stored as the mapping of its job makes it', async () => {
    const claimed = await world.claimed({
      mapping: [{ source: 'id', target: 'key', transforms: [{ name: 'uppercase' }] }],
    });
    await world.apply(pageOf(claimed, 0, [saying('a', 'one')], { cursorOut: null }));
    expect(await world.contents(claimed)).toMatchObject([{ data: { key: 'A' } }]);
  });

  it('that comes twice in a listing is applied once, and what says something else is set aside', async () => {
    const claimed = await run([
      saying('a', 'one'),
      saying('b', 'one'),
      saying('a', 'one'),
      saying('b', 'two'),
      saying('b', 'three'),
    ]);
    expect(await outcomesOf(claimed)).toEqual(counts({ created: 2, unchanged: 1, rejected: 2 }));
    expect(await world.words(claimed)).toEqual({ a: 'one', b: 'one' });
    expect(await world.pages(claimed)).toMatchObject([{ seen: 5 }]);
    expect(await world.outcomes(claimed)).toMatchObject([
      { externalId: 'b', problem: { code: 'record.id_taken' }, raw: '{"id":"b","word":"two"}' },
      { externalId: 'b', problem: { code: 'record.id_taken' }, raw: '{"id":"b","word":"three"}' },
    ]);
    expect((await world.chunk(claimed)).doubt).toBe('two entries have the id "b" and say different things');
  });

  it('that comes twice when it is read by name is written once, with what was read later', async () => {
    const first = await run([saying('a', 'one')]);
    const ids = { kind: 'ids', externalIds: ['a'] } as const;
    const second = await world.claimedOf(first.job, { lane: 'single' }, ids);
    await world.apply(pageOf(second, 0, [saying('a', 'two'), saying('a', 'three')], { cursorOut: null }));
    expect(await outcomesOf(second)).toEqual(counts({ updated: 2 }));
    expect(await world.contents(second)).toMatchObject([{ data: { word: 'three' }, version: 2 }]);
  });
});

describe('a record that cannot be applied', () => {
  it('is rejected and kept as it came, and stops nobody else', async () => {
    const claimed = await run([
      saying('a', 'one'),
      sourceRecord(null, { data: { name: 'nameless' } }),
      sourceRecord('list', { data: [1, 2] }),
      saying('nul', 'a\0b'),
      saying('half', 'a\ud800'),
      sourceRecord('x\0y', { data: { word: 'bad id' } }),
      saying('b', 'one'),
    ]);
    expect(await outcomesOf(claimed)).toEqual(counts({ created: 2, rejected: 5 }));
    expect(await world.words(claimed)).toEqual({ a: 'one', b: 'one' });
    expect(await world.outcomes(claimed)).toMatchObject([
      { externalId: null, problem: { code: 'record.missing_id' }, raw: '{"name":"nameless"}' },
      { externalId: 'list', problem: { code: 'record.not_an_object' }, raw: '[1,2]' },
      {
        externalId: 'nul',
        problem: { code: 'record.unstorable_text' },
        raw: '{"id":"nul","word":"a\\u0000b"}',
      },
      {
        externalId: 'half',
        problem: { code: 'record.unstorable_text' },
        raw: '{"id":"half","word":"a\\ud800"}',
      },
      { externalId: null, problem: { code: 'record.missing_id' }, raw: '{"word":"bad id"}' },
    ]);
  });

  it('leaves what was there before as it was', async () => {
    const first = await run([saying('a', 'one')]);
    const second = await run([saying('a', 'bad\0')], first);
    expect(await outcomesOf(second)).toEqual(counts({ rejected: 1 }));
    expect(await world.words(second)).toEqual({ a: 'one' });
  });

  it('because the provider would not give it is refused', async () => {
    const refusal = { code: 'provider.record_gone', message: 'No such record' };
    const claimed = await run([sourceRecord('a', { data: null, refusal })]);
    expect(await outcomesOf(claimed)).toEqual(counts({ refused: 1 }));
    expect(await world.outcomes(claimed)).toMatchObject([
      {
        externalId: 'a',
        outcome: 'refused',
        problem: { code: 'provider.record_gone', errorClass: 'business' },
      },
    ]);
  });
});

describe('a record that somebody deleted here', () => {
  it('is made again when it changes at the provider, under its id, and counts so', async () => {
    const first = await run([saying('a', 'one'), saying('b', 'one')]);
    await run([saying('a', 'two')], first, { observedAt: '2026-11-01T12:00:01.000Z' });
    const [before] = await world.contents(first);
    const ids = () =>
      world.database.rows<{ id: string }>(
        `select e.record_id::text as id from external_reference e join reference_set s on s.id = e.set_id
         where s.connection_id = $1 order by e.external_id`,
        [first.job.connectionId],
      );
    const [id] = await ids();
    await world.database.rows('delete from record where id = $1', [id?.id]);
    const page = [saying('a', 'three'), saying('b', 'three')];
    const again = await run(page, first, { observedAt: '2026-11-01T12:00:02.000Z' });
    expect(await outcomesOf(again)).toEqual(counts({ updated: 2 }));
    expect(await world.words(first)).toEqual({ a: 'three', b: 'three' });
    expect((await ids())[0]).toEqual(id);
    const [after] = await world.contents(first);
    expect(after!.version).toBeGreaterThan(before!.version);
    const unchanged = await run(page, first, { observedAt: '2026-11-01T12:00:03.000Z' });
    expect(await outcomesOf(unchanged)).toEqual(counts({ unchanged: 2 }));
  });
});

describe('an older state', () => {
  const [earlier, later] = ['2026-11-01T12:00:00.000Z', '2026-11-01T12:00:00.001Z'];

  it('by the version of the provider never replaces a newer one, whenever it was read', async () => {
    const first = await run([saying('a', 'new', { version: '7' })], undefined, { observedAt: earlier });
    const second = await run([saying('a', 'old', { version: '6' })], first, { observedAt: later });
    expect(await outcomesOf(second)).toEqual(counts({ superseded: 1 }));
    expect(await world.words(second)).toEqual({ a: 'new' });
    const third = await run([saying('a', 'newest', { version: '8' })], first, { observedAt: earlier });
    expect(await outcomesOf(third)).toEqual(counts({ updated: 1 }));
  });

  it('by the time it was read never replaces a newer one, where versions do not tell', async () => {
    const first = await run([saying('a', 'new')], undefined, { observedAt: later });
    const second = await run([saying('a', 'old')], first, { observedAt: earlier });
    expect(await outcomesOf(second)).toEqual(counts({ superseded: 1 }));
    expect(await world.words(second)).toEqual({ a: 'new' });
  });

  it('of the same page is set aside, for two records with one id have versions of their own', async () => {
    const claimed = await run([saying('a', 'new', { version: '2' }), saying('a', 'old', { version: '1' })]);
    expect(await outcomesOf(claimed)).toEqual(counts({ created: 1, rejected: 1 }));
    expect(await world.words(claimed)).toEqual({ a: 'new' });
  });
});

describe('how far a chunk came', () => {
  const time = (value: string) => ({ kind: 'time', value }) as const;
  const position = (value: string) => ({ kind: 'position', value }) as const;
  const boundAfter = async (bounds: readonly PageFetched['bound'][], together: boolean) => {
    const claimed = await world.claimed();
    const pages = bounds.map((bound, pageNo) => pageOf(claimed, pageNo, [], { bound }));
    if (together) await world.apply(...pages);
    else for (const page of pages) await world.apply(page);
    return (await world.chunk(claimed)).bound;
  };
  const [t1, t2] = [time('2026-11-01T12:00:00.000Z'), time('2026-11-01T12:00:05.000Z')];

  it.each([true, false])('is the time of its first page only (pages together: %s)', async (together) => {
    expect(await boundAfter([t1, t2], together)).toEqual(t1);
    expect(await boundAfter([null, t2], together)).toBeNull();
  });

  it.each([true, false])('is the position after its last page (pages together: %s)', async (together) => {
    expect(await boundAfter([position('1'), position('2'), null], together)).toEqual(position('2'));
  });
});

describe('the metrics', () => {
  it('count pages and records once, when they are committed', async () => {
    world.meter.values.clear();
    const claimed = await world.claimed();
    const page = pageOf(claimed, 0, [saying('a', 'one'), sourceRecord(null)], { cursorOut: null });
    await world.apply(page);
    await world.apply(page);
    const { jobId } = claimed.execution;
    expect(Object.fromEntries(world.meter.values)).toEqual({
      pages_applied_total: 1,
      page_latency_seconds: expect.any(Number),
      [`records_total{${jobId},created}`]: 1,
      [`records_total{${jobId},rejected}`]: 1,
    });
  });
});

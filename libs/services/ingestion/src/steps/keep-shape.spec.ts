import { listPlaces } from '@evenkeel/domain';
import { IngestionWorld, pageOf, sourceRecord } from '../testing/ingestion-world.js';
import { record, ShapeRuns } from '../testing/shape-runs.js';

const world = new IngestionWorld();
const runs = new ShapeRuns(world);
const said = (word: string) => world.statements.filter((sql) => sql.includes(word)).length;

describe('what a stream looks like', () => {
  it('is kept once if its page is delivered twice, at once and later', async () => {
    const job = await runs.someJob();
    const claimed = await world.claimedOf(job);
    const page = pageOf(claimed, 0, [record('a', { n: 1 }), record('b')], { cursorOut: null });
    await Promise.all([world.apply(page), world.apply(page)]);
    await world.apply(page);
    expect(await runs.shapeOf(job)).toMatchObject({ version: 1, acceptedVersion: 1, seen: { present: 2 } });
    expect(await runs.versionsOf(job)).toMatchObject([
      {
        version: 1,
        executionId: claimed.execution.id,
        changeCount: 2,
        changes: [{ path: 'id' }, { path: 'n' }],
      },
    ]);
  });

  it('has a version more with each change, which the run goes on with', async () => {
    const job = await runs.someJob();
    await runs.run(job, [record('a', { at: { city: 'Bonn' } })]);
    const claimed = await runs.run(job, [record('a', { at: 'Bonn', zip: '1' })]);
    expect(await runs.versionsOf(job)).toMatchObject([
      {
        version: 2,
        changes: [
          { path: 'at', kind: 'flipped' },
          { path: 'zip', kind: 'appeared' },
        ],
      },
      { version: 1 },
    ]);
    expect((await world.chunk(claimed)).outcomes).toMatchObject({ updated: 1 });
    expect(await runs.shapeOf(job)).toMatchObject({ version: 2, acceptedVersion: 2 });
  });

  it('takes no statement where nothing is new', async () => {
    const job = await runs.someJob();
    const replica = world.onPageFetched();
    const many = Array.from({ length: 100 }, (_, nth) => record(`r${nth}`));
    await runs.run(job, many, replica);
    const before = said('stream_shape');
    await runs.run(job, many.slice(0, 3), replica);
    expect(said('stream_shape') - before).toBe(0);
  });

  it('is what two processes have seen, each of another page', async () => {
    const job = await runs.someJob();
    const claims = [await world.claimedOf(job), await world.claimedOf(job, { lane: 'single' })];
    const fields = [
      { one: 1, both: 1 },
      { other: 2, both: 'x' },
    ];
    const pages = claims.map((claimed, nth) =>
      pageOf(claimed, 0, [record(`r${nth}`, fields[nth])], { cursorOut: null }),
    );
    await Promise.all(pages.map((page) => world.apply(page)));
    const shape = await runs.shapeOf(job);
    expect(
      listPlaces(shape!.seen)
        .map(({ path }) => path)
        .sort(),
    ).toEqual(['both', 'id', 'one', 'other']);
    expect(shape).toMatchObject({ version: 2, seen: { present: 2 } });
    expect((await runs.versionsOf(job)).map(({ version }) => version)).toEqual([2, 1]);
  });

  it('is seen again where the transaction that saw it was lost', async () => {
    const job = await runs.someJob();
    const replica = world.onPageFetched();
    await runs.run(job, [record('a')], replica);
    const claimed = await world.claimedOf(job);
    const page = pageOf(claimed, 0, [record('a', { zip: '1' })], { cursorOut: null });
    await world.database.rows(
      'alter table stream_shape_version add constraint broken check (version < 2) not valid',
    );
    await expect(replica.handle([page])).rejects.toThrow();
    expect(await runs.shapeOf(job)).toMatchObject({ version: 1 });
    expect((await world.chunk(claimed)).pagesApplied).toBe(0);
    await world.database.rows('alter table stream_shape_version drop constraint broken');
    await replica.handle([page]);
    expect(await runs.shapeOf(job)).toMatchObject({ version: 2 });
  });

  it('says nothing of what was sent before and is tried again, nor of what is gone', async () => {
    const job = await runs.someJob();
    const replay = { failureKey: 'k', observedAt: '2026-11-01T12:00:00.000Z' };
    await runs.run(job, [
      { ...record('a', { old: 1 }), replay },
      sourceRecord('b', { data: null, gone: 'announced' }),
    ]);
    expect(await runs.shapeOf(job)).toBeUndefined();
  });

  it('is told as a sample where records went by', async () => {
    const job = await runs.someJob();
    await runs.run(
      job,
      Array.from({ length: 100 }, (_, nth) => record(`r${nth}`)),
    );
    const shape = (await runs.shapeOf(job))!;
    expect(shape.isSampled).toBe(true);
    expect(shape.seen.present).toBeGreaterThanOrEqual(8);
    expect(shape.seen.present).toBeLessThanOrEqual(9);
  });
});

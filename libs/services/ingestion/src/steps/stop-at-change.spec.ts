import { someJob } from '@evenkeel/conformance';
import { listPlaces, type Job, type JsonObject } from '@evenkeel/domain';
import { IngestionWorld, pageOf, type Claimed } from '../testing/ingestion-world.js';
import { record, ShapeRuns } from '../testing/shape-runs.js';

const world = new IngestionWorld();
const runs = new ShapeRuns(world);

async function problemOf({ chunk }: Claimed): Promise<string> {
  const [row] = await world.database.rows<{ told: string }>(
    `select problem ->> 'code' || ': ' || (problem ->> 'message') as told from chunk where id = $1`,
    [chunk.id],
  );
  return row!.told;
}

describe('a job that stops where the shape changes', () => {
  const stop = { schemaPolicy: 'stop' } as const;
  const some = (count: number, more: JsonObject = {}) =>
    Array.from({ length: count }, (_, nth) => record(`r${nth}`, more));

  it('learns in its first full run, and then writes nothing of a page with a change', async () => {
    const job = await runs.someJob(stop);
    await runs.run(job, [record('a'), record('b', { zip: '1' })]);
    await world.published();
    // The last of many, so that no sample finds it.
    const claimed = await world.claimedOf(job);
    const before = await world.contents(claimed);
    const page = pageOf(claimed, 0, [...some(99), record('r99', { zip: 1 })], { cursorOut: null });
    await Promise.all([world.apply(page), world.apply(page)]);
    expect(await world.contents(claimed)).toEqual(before);
    expect(await world.pages(claimed)).toEqual([]);
    expect(await world.chunk(claimed)).toMatchObject({
      state: 'failed',
      fetched: 0,
    });
    expect(await problemOf(claimed)).toBe(
      'run.schema_changed: Records of customers come in another shape: zip was a text, now also a number',
    );
    expect(await world.failures(job)).toEqual([]);
    expect(await runs.shapeOf(job)).toMatchObject({ version: 2, acceptedVersion: 1 });
    expect((await world.published()).map(({ topic }) => topic)).toEqual([
      expect.stringContaining('chunk-failed'),
    ]);
  });

  it('applies the pages before it, and goes on once the change is accepted', async () => {
    const job = await runs.someJob(stop);
    const replica = world.onPageFetched();
    await runs.run(job, some(3), replica);
    const first = await world.claimedOf(job);
    await replica.handle([pageOf(first, 0, some(4))]);
    await replica.handle([pageOf(first, 1, [record('new', { zip: '1' })], { cursorOut: null })]);
    expect(await world.chunk(first)).toMatchObject({ state: 'failed', pagesApplied: 1 });
    await runs.end(first, 'failed');
    const again = await world.claimedOf(job);
    await replica.handle([pageOf(again, 0, [record('new', { zip: '1' })], { cursorOut: null })]);
    expect(await world.chunk(again)).toMatchObject({ state: 'failed' });
    await runs.end(again, 'failed');
    expect(await runs.versionsOf(job)).toHaveLength(2);
    await world.tenant.transaction(async (tx) => {
      const kept = await tx.streamShapes.lock(runs.keyOf(job));
      await tx.streamShapes.save(runs.keyOf(job), {
        ...kept,
        acceptedVersion: kept.version,
        accepted: kept.seen,
      });
    });
    const last = await runs.run(job, [record('new', { zip: '1' })], replica);
    expect(await world.chunk(last)).toMatchObject({ state: 'applied', outcomes: { created: 1 } });
  });

  it('takes a field that is left out, null, and other than whole numbers', async () => {
    const job = await runs.someJob(stop);
    await runs.run(job, [record('a', { n: 1, note: 'x' })]);
    const claimed = await runs.run(job, [record('a', { n: 1.5 }), record('b', { n: 2, note: null })]);
    expect(await world.chunk(claimed)).toMatchObject({ state: 'applied' });
    expect(await runs.shapeOf(job)).toMatchObject({ version: 2, acceptedVersion: 2 });
  });

  it('learns on where its first run did not come to its end', async () => {
    const job = await runs.someJob(stop);
    const first = await world.claimedOf(job);
    await world.apply(pageOf(first, 0, [record('a')]));
    await runs.end(first, 'failed');
    const second = await runs.run(job, [record('a'), record('b', { zip: '1' })]);
    expect(await world.chunk(second)).toMatchObject({ state: 'applied' });
  });

  it('is not overtaken by another job of its stream that goes on', async () => {
    const job = await runs.someJob(stop);
    await runs.run(job, [record('a')]);
    const other = await world.claimedOf(await sibling(job));
    await world.apply(pageOf(other, 0, [record('a', { zip: '1' })], { cursorOut: null }));
    expect(await world.chunk(other)).toMatchObject({ state: 'applied' });
    expect(await runs.shapeOf(job)).toMatchObject({ version: 2, acceptedVersion: 1 });
    const claimed = await runs.run(job, [record('a', { zip: '1' })]);
    expect(await world.chunk(claimed)).toMatchObject({ state: 'failed' });
  });

  /** A job that brings the same stream into another record type, and goes on whatever comes. */
  async function sibling({ connectionId, definition }: Job): Promise<Job> {
    const changes = { recordType: 'other', schemaPolicy: 'evolve' } as const;
    const other: Job = { ...someJob(connectionId, {}, 'other'), definition: { ...definition, ...changes } };
    await world.tenant.transaction((tx) => tx.jobs.insert(other));
    return other;
  }
});

describe('a job that ignores what its schema does not name', () => {
  it('keeps the rest, and rejects nothing for it', async () => {
    const recordType = 'closed';
    const job = await runs.someJob({ schemaPolicy: 'ignore', recordType });
    const schema = {
      properties: { id: {}, address: { properties: { city: {} } } },
      additionalProperties: false,
    };
    await world.tenant.transaction(async (tx) => {
      await tx.recordTypes.ensure(recordType, job.id);
      const type = (await tx.recordTypes.lock(recordType))!;
      await tx.recordTypes.saveRevision({ ...type, revision: 2, schema });
    });
    const claimed = await runs.run(job, [record('a', { address: { city: 'Bonn', zip: '1' }, extra: 1 })]);
    expect(await world.contents(claimed)).toMatchObject([{ data: { id: 'a', address: { city: 'Bonn' } } }]);
    expect((await world.contents(claimed))[0]?.data).not.toHaveProperty('extra');
    expect((await world.chunk(claimed)).outcomes).toMatchObject({ created: 1, rejected: 0 });
    expect(listPlaces((await runs.shapeOf(job))!.seen).map(({ path }) => path)).toContain('extra');
  });
});

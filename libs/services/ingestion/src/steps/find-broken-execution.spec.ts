import { seedJob, someChunk } from '@evenkeel/conformance';
import { chunkFailed, pageApplied } from '@evenkeel/contracts-messages';
import type { Job, JobDefinition, SourceRecord } from '@evenkeel/domain';
import { IngestionWorld, pageOf, sourceRecord, type Claimed } from '../testing/ingestion-world.js';

const world = new IngestionWorld();
const good = (id: string) => sourceRecord(id, { data: { id, email: `${id}@example.org` } });
const bad = (id: string) => sourceRecord(id, { data: { id } });
const many = (count: number, of: (id: string) => SourceRecord, name: string) =>
  Array.from({ length: count }, (_, nth) => of(`${name}${nth}`));
/** So many records of which so many fail. */
const mixed = (count: number, failing: number, name: string) => [
  ...many(failing, bad, `bad-${name}-`),
  ...many(count - failing, good, `good-${name}-`),
];

async function someJob(definition: Partial<JobDefinition> = {}): Promise<Job> {
  const mapping = [{ source: 'email', target: 'email', required: true }];
  return (await seedJob(world.tenant, { mapping, ...definition })).job;
}

async function problemOf({ execution }: Claimed): Promise<string | undefined> {
  const [failed] = await world.tenant.transaction((tx) => tx.chunks.failures(execution.id));
  return failed && `${failed.problem.code}: ${failed.problem.message}`;
}

const topics = async () => (await world.published()).map(({ topic }) => topic);

beforeEach(async () => void (await world.published()));

describe('a run of which more than half fails', () => {
  it('delivered twice, is stopped once, by the page with which that is so', async () => {
    const claimed = await world.claimedOf(await someJob());
    await world.apply(pageOf(claimed, 0, mixed(8, 8, 'first')));
    expect(await problemOf(claimed)).toBeUndefined();
    const page = pageOf(claimed, 1, mixed(4, 0, 'second'), { cursorIn: 'page-1' });
    await world.published();
    await world.apply(page);
    expect(await world.chunk(claimed)).toMatchObject({ state: 'claimed', pagesApplied: 2 });
    const breaking = pageOf(claimed, 2, mixed(2, 1, 'third'), { cursorIn: page.cursorOut, cursorOut: null });
    await world.published();
    await Promise.all([world.apply(breaking), world.apply(breaking)]);
    expect(await problemOf(claimed)).toBe('run.circuit_breaker: 9 of the first 14 records failed');
    expect(await world.chunk(claimed)).toMatchObject({ state: 'failed', pagesApplied: 3, fetched: 14 });
    expect(await topics()).toEqual([chunkFailed.topic]);
  });

  it('keeps no failure of the page that stops it, and what it wrote stays', async () => {
    const job = await someJob();
    const claimed = await world.claimedOf(job);
    await world.apply(pageOf(claimed, 0, mixed(20, 15, 'only')));
    expect(await world.failures(job)).toEqual([]);
    expect(await world.contents(claimed)).toHaveLength(5);
    expect(await world.outcomes(claimed)).toHaveLength(15);
  });

  it('takes no further page', async () => {
    const claimed = await world.claimedOf(await someJob());
    const first = pageOf(claimed, 0, mixed(20, 15, 'first'));
    await world.apply(first);
    await world.apply(pageOf(claimed, 1, mixed(5, 0, 'second'), { cursorIn: first.cursorOut }));
    expect(await world.chunk(claimed)).toMatchObject({ pagesApplied: 1, fetched: 20 });
  });

  it('is judged over all of its chunks, but for what failed before and is tried again', async () => {
    const claimed = await world.claimedOf(await someJob());
    const outcomes = { ...claimed.chunk.outcomes, created: 30 };
    const elsewhere = someChunk(claimed.execution.id, { ordinal: 1, fetched: 30, outcomes });
    const retried = someChunk(claimed.execution.id, {
      ordinal: 2,
      slice: { kind: 'failures', failureIds: ['1'] },
      fetched: 90,
      outcomes: { ...claimed.chunk.outcomes, rejected: 90 },
    });
    await world.tenant.transaction((tx) => tx.chunks.insert([elsewhere, retried]));
    const first = pageOf(claimed, 0, mixed(20, 20, 'first'));
    await world.apply(first);
    expect(await problemOf(claimed)).toBeUndefined();
    await world.apply(pageOf(claimed, 1, mixed(11, 11, 'second'), { cursorIn: first.cursorOut }));
    expect(await problemOf(claimed)).toBe('run.circuit_breaker: 31 of the first 61 records failed');
  });
});

describe('a run that goes well', () => {
  it('is not judged by fewer than ten records', async () => {
    const claimed = await world.claimedOf(await someJob());
    await world.apply(pageOf(claimed, 0, mixed(9, 9, 'all'), { cursorOut: null }));
    expect(await world.chunk(claimed)).toMatchObject({ state: 'applied' });
  });

  it('tells that it is proven with its first ten records, so that other chunks may begin', async () => {
    const claimed = await world.claimedOf(await someJob());
    const first = pageOf(claimed, 0, mixed(6, 0, 'first'));
    await world.apply(first);
    expect(await topics()).toEqual([]);
    const second = pageOf(claimed, 1, mixed(6, 0, 'second'), { cursorIn: first.cursorOut });
    await world.apply(second);
    expect(await topics()).toEqual([pageApplied.topic]);
    await world.apply(pageOf(claimed, 2, mixed(6, 0, 'third'), { cursorIn: second.cursorOut }));
    expect(await topics()).toEqual([]);
  });
});

import { eventually } from '@evenkeel/conformance';
import { CallPostponed, NO_TRIES, SyncError, type Chunk, type ErrorCode } from '@evenkeel/domain';
import type { PageRequest } from '@evenkeel/ports';
import { ExecutorWorld, type Worker } from '../testing/executor-world.js';
import { ListedProvider } from '../testing/listed-provider.js';

const world = new ExecutorWorld();

/** The provider refuses pages of more than so many records behind a place. */
const refusing = (most: number, from = 0, error = () => tooLarge('provider.body_too_large')) => {
  world.provider = ListedProvider.of(40);
  world.provider.resizes = () => 'here';
  world.provider.answer = async ({ cursor, pageSize }) => {
    if (Number(cursor ?? 0) >= from && pageSize > most) throw error();
    return undefined;
  };
  world.bus.onPage = world.apply;
};
const tooLarge = (code: ErrorCode, status?: number) =>
  new SyncError(code, 'The body from /rows is larger than 32 MiB', status === undefined ? {} : { status });

let worker: Worker | undefined;
const read = async (state: string, chunk: Chunk) => {
  // What the one before has left is not for this one's provider.
  await worker?.pool.onApplicationShutdown();
  worker = await world.startReading(chunk);
  await eventually(`the chunk is ${state}`, async () => (await world.stateOf(chunk)) === state);
  return world.chunk(chunk);
};
beforeEach(() => void (worker = undefined));
const sizes = () => world.provider.requests.map(({ cursor, pageSize }: PageRequest) => [cursor, pageSize]);
const idsRead = () => world.bus.pages.flatMap(({ records }) => records.map(({ externalId }) => externalId));
const toldOf = async (chunk: Chunk) => {
  await eventually('the log has it', async () => (await world.errorsOf(chunk)).length > 0);
  return (await world.errorsOf(chunk)).map(({ problem }) => [problem.code, problem.message]);
};

describe('a page that is too large', () => {
  it('is read in halves from where it stands, and so is what follows, which the run says once', async () => {
    refusing(3, 20);
    const chunk = await world.assigned();
    expect(await read('applied', chunk)).toMatchObject({ fetched: 40, pageSize: 2, doubt: null });
    expect(sizes().slice(0, 6)).toEqual([
      [null, 10],
      ['10', 10],
      ['20', 10],
      ['20', 5],
      ['20', 2],
      ['22', 2],
    ]);
    expect(world.provider.requests.at(-1)).toMatchObject({ cursor: '38', pageSize: 2, isSmaller: true });
    expect(world.provider.requests[0]).not.toHaveProperty('isSmaller');
    expect(idsRead()).toEqual(world.provider.ids);
    expect(await toldOf(chunk)).toEqual([
      [
        'provider.page_too_large',
        'A page of 10 records failed (The body from /rows is larger than 32 MiB): the listing goes on with 5 a page',
      ],
    ]);
  });

  it('stays small for another worker, and is full again in the next run', async () => {
    refusing(5);
    const chunk = await world.assigned({ chunk: { cursor: '20', pagesApplied: 2, pageSize: 5 } });
    await read('applied', chunk);
    expect(sizes()).toEqual([
      ['20', 5],
      ['25', 5],
      ['30', 5],
      ['35', 5],
    ]);
    refusing(100);
    await read('applied', await world.assigned());
    expect(sizes()[0]).toEqual([null, 10]);
  });

  it('is of the smaller size where the job was given smaller pages meanwhile', async () => {
    refusing(100);
    await read('applied', await world.assigned({ chunk: { pageSize: 8 }, job: { pageSize: 4 } }));
    expect(sizes()[0]).toEqual([null, 4]);
  });

  it('lets the listing start over in smaller ones where places are counted in pages', async () => {
    refusing(5, 20, () => tooLarge('provider.bad_request', 413));
    world.provider.resizes = (cursor) => (cursor === null ? 'here' : 'from_start');
    const chunk = await world.assigned();
    expect(await read('applied', chunk)).toMatchObject({ pageSize: 5, doubt: null });
    expect(sizes().slice(0, 5)).toEqual([
      [null, 10],
      ['10', 10],
      ['20', 10],
      [null, 5],
      ['5', 5],
    ]);
    expect(world.bus.pages.map(({ cursorIn }) => cursorIn).slice(0, 4)).toEqual([null, '10', null, '5']);
    expect(idsRead().slice(20)).toEqual(world.provider.ids);
    expect((await toldOf(chunk))[0]?.[1]).toContain('the listing starts over with 5 a page');
  });

  it('fails the chunk where even one record is, after each size', async () => {
    refusing(0, 10);
    const chunk = await world.assigned();
    expect(await read('failed', chunk)).toMatchObject({ fetched: 10, pageSize: 1 });
    expect(sizes()).toEqual([
      [null, 10],
      ['10', 10],
      ['10', 5],
      ['10', 2],
      ['10', 1],
    ]);
    expect(await world.problemOf(chunk)).toMatchObject({ code: 'provider.body_too_large' });
  });

  it('fails the chunk at once where the provider is not told how many records it is to have', async () => {
    refusing(5, 10);
    world.provider.resizes = undefined;
    const chunk = await world.assigned();
    await read('failed', chunk);
    expect(sizes()).toEqual([
      [null, 10],
      ['10', 10],
    ]);
    expect(await world.problemOf(chunk)).toMatchObject({
      code: 'provider.body_too_large',
      message:
        'Page 2 of the listing: The body from /rows is larger than 32 MiB; it is not tried with fewer records, for the provider is not told how many a page is to have',
    });
  });
});

describe('a page that takes too long', () => {
  it('is read in halves, but not in the smallest: a provider that is away is slow with any', async () => {
    refusing(0, 0, () => tooLarge('provider.timeout'));
    const chunk = await world.assigned();
    await read('failed', chunk);
    expect(sizes()).toEqual([
      [null, 10],
      [null, 5],
    ]);
    expect(await world.problemOf(chunk)).toMatchObject({ code: 'provider.timeout' });
  });

  it('has its size while its call only has to wait', async () => {
    const timeout = tooLarge('provider.timeout');
    refusing(5, 10, () => new CallPostponed(timeout, { waitMs: 60_000, waiting: 'retry', tries: NO_TRIES }));
    const chunk = await world.assigned();
    expect(await read('planned', chunk)).toMatchObject({ pageSize: null, cursor: '10' });
  });
});

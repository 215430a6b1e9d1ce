import { eventually } from '@evenkeel/conformance';
import { chunkAssigned, executionDue } from '@evenkeel/contracts-messages';
import { CallPostponed, NO_TRIES, SyncError, type CallTries, type Chunk } from '@evenkeel/domain';
import { ExecutorWorld } from '../testing/executor-world.js';
import { ListedProvider, recordNamed } from '../testing/listed-provider.js';

const world = new ExecutorWorld();
beforeEach(() => {
  world.provider = ListedProvider.of(30);
  world.bus.onPage = world.apply;
});

const cause = new SyncError('provider.rate_limited', 'It answered 429');
const postponed = (waitMs: number, tries: CallTries = NO_TRIES, met = true) =>
  new CallPostponed(
    { code: 'provider.rate_limited', message: 'provider.example asked us (429, Retry-After) not to call' },
    { waitMs, waiting: 'quota', tries, ...(met && { cause }) },
  );
const isPostponed = (chunk: Chunk) =>
  eventually('the chunk is given back', async () => (await world.chunk(chunk)).postponed != null);
const dueNow = (chunk: Chunk) =>
  world.database.rows(`update chunk set state = 'assigned', assigned_at = engine_now() where id = $1`, [
    chunk.id,
  ]);

describe('a chunk whose next call has to wait', () => {
  it('is given back until then, with what was read before, and says why', async () => {
    world.provider.answer = async (_request, nth) => {
      if (nth === 1) throw postponed(60_000, { failures: 1, waits: 2 });
      return undefined;
    };
    const chunk = await world.assigned();
    const before = Date.now();
    await world.startReading(chunk);
    await isPostponed(chunk);
    const given = await world.chunk(chunk);
    expect(given).toMatchObject({
      state: 'planned',
      leaseUntil: null,
      fetched: 10,
      pagesApplied: 1,
      postponed: {
        waiting: 'quota',
        problem: { code: 'provider.rate_limited', errorClass: 'rate_limit' },
        tries: { failures: 1, waits: 2 },
        pagesApplied: 1,
      },
    });
    const waitMs = given.notBefore!.getTime() - before;
    expect(waitMs).toBeGreaterThan(59_000);
    expect(waitMs).toBeLessThan(75_000);
    expect(await world.errorsOf(chunk)).toMatchObject([
      {
        phase: 'fetching',
        problem: {
          code: 'provider.rate_limited',
          message: expect.stringContaining('asked us') as string,
        },
      },
    ]);
    // The coordinator is told, for it may have no time left; no executor is.
    const topics = (await world.published()).map(({ topic }) => topic);
    expect(topics).toEqual([executionDue.topic]);
    expect(topics).not.toContain(chunkAssigned.topic);
  });

  it('leaves its place to others at once', async () => {
    world.provider.answer = async (_request, nth) => {
      if (nth === 0) throw postponed(3_600_000);
      return undefined;
    };
    const [waiting, next] = [await world.assigned(), await world.assigned()];
    await world.startReading(waiting, { settings: { concurrency: 1, reserved: 0 } });
    await eventually('the other is read', async () => (await world.stateOf(next)) === 'applied');
    expect(await world.stateOf(waiting)).toBe('planned');
  });

  it('says nothing more of a pause that it did not meet itself', async () => {
    world.provider.answer = async () => {
      throw postponed(60_000, NO_TRIES, false);
    };
    const chunk = await world.assigned();
    await world.startReading(chunk);
    await isPostponed(chunk);
    expect(await world.errorsOf(chunk)).toEqual([]);
  });

  it('tells a failure that has to be waited for once, by the attempt that met it', async () => {
    const failed = new SyncError('provider.server_error', 'It answered 500');
    world.onSession = ({ watch }) => void watch?.failed(failed, 2);
    world.provider.answer = async () => {
      throw new CallPostponed(failed, {
        waitMs: 60_000,
        waiting: 'retry',
        tries: { failures: 2, waits: 0 },
        cause: failed,
      });
    };
    const chunk = await world.assigned();
    await world.startReading(chunk);
    await isPostponed(chunk);
    expect(await world.errorsOf(chunk)).toMatchObject([
      { attempt: 2, problem: { code: 'provider.server_error', message: 'It answered 500' } },
    ]);
  });

  it('goes on where it was, and its first call knows what it has behind it', async () => {
    const known: CallTries[] = [];
    world.onSession = ({ patience }) => void known.push(patience!.tries);
    world.provider.answer = async (_request, nth) => {
      if (nth === 1) throw postponed(60_000, { failures: 2, waits: 0 });
      return undefined;
    };
    const chunk = await world.assigned();
    await world.startReading(chunk);
    await isPostponed(chunk);
    await dueNow(chunk);
    await world.startReading(chunk, { name: 'another' });
    await eventually('it is read', async () => (await world.stateOf(chunk)) === 'applied');
    expect(known).toEqual([NO_TRIES, { failures: 2, waits: 0 }]);
    expect(world.provider.requests.map(({ cursor }) => cursor)).toEqual([null, '10', '10', '20']);
  });

  it('is given back for the wait between batches of its job, where that is long', async () => {
    const chunk = await world.assigned({ job: { delayBetweenBatchesMs: 30_000 } });
    await world.startReading(chunk);
    await isPostponed(chunk);
    expect(await world.chunk(chunk)).toMatchObject({
      pagesApplied: 1,
      postponed: { problem: { message: 'The job waits 30 s between its batches' } },
    });
  });
});

describe('records that are read one by one', () => {
  /** The call for this record has to wait, once. */
  function refuseOnce(externalId: string): void {
    let refused = false;
    world.provider.refuse = (id) => {
      if (id !== externalId || refused) return undefined;
      refused = true;
      return postponed(60_000);
    };
  }

  it('are kept as far as they were read, and the others are read later', async () => {
    const externalIds = Array.from({ length: 12 }, (_, nth) => `c${nth}`);
    refuseOnce('c6');
    const chunk = await world.assigned({
      execution: { lane: 'single', scope: { kind: 'single', externalIds } },
      chunk: { slice: { kind: 'ids', externalIds } },
    });
    await world.startReading(chunk);
    await isPostponed(chunk);
    expect(await world.chunk(chunk)).toMatchObject({ fetched: 6, pagesApplied: 1, cursor: '6' });
    await dueNow(chunk);
    await world.startReading(chunk, { name: 'another' });
    await eventually('it is read', async () => (await world.stateOf(chunk)) === 'applied');
    expect(world.bus.pages.flatMap(({ records }) => records)).toEqual(externalIds.map(recordNamed));
  });

  it('wait where the first of them does', async () => {
    refuseOnce('c0');
    const chunk = await world.assigned({ chunk: { slice: { kind: 'ids', externalIds: ['c0', 'c1'] } } });
    await world.startReading(chunk);
    await isPostponed(chunk);
    expect(await world.chunk(chunk)).toMatchObject({ fetched: 0, pagesApplied: 0, cursor: null });
  });
});

import { setTimeout as delay } from 'node:timers/promises';
import { createPostgres, type Postgres, type StatementGate } from '@evenkeel/adapter-postgres';
import { eventually } from '@evenkeel/conformance';
import { chunkFailed } from '@evenkeel/contracts-messages';
import { DEFAULT_TENANT, SyncError } from '@evenkeel/domain';
import { ExecutorWorld } from '../testing/executor-world.js';
import { ListedProvider, recordNamed } from '../testing/listed-provider.js';

const world = new ExecutorWorld();
const ended = (state: string, chunk: Parameters<typeof world.stateOf>[0]) =>
  eventually(`the chunk is ${state}`, async () => (await world.stateOf(chunk)) === state);

/** The worker is gone afterwards: where a test goes on with another provider, it must not take the next chunk. */
const readToEnd = async (state: string, chunk: Parameters<typeof world.startReading>[0]) => {
  const { pool } = await world.startReading(chunk);
  await ended(state, chunk);
  await pool.onApplicationShutdown();
};

describe("a provider's clock", () => {
  const ahead = (ms: number) => ({ kind: 'time', value: new Date(Date.now() + ms).toISOString() }) as const;
  const listed = async (ms: number) => {
    world.provider = ListedProvider.of(20);
    const bound = ahead(ms);
    world.provider.answer = async ({ cursor }) => ({
      records: [recordNamed(cursor ?? 'first')],
      next: cursor === null ? '1' : null,
      bound,
    });
    world.bus.onPage = world.apply;
    const chunk = await world.assigned();
    await world.startReading(chunk);
    await ended('applied', chunk);
    return { chunk, bound };
  };

  it('is believed where it is a little ahead', async () => {
    const { chunk, bound } = await listed(60_000);
    expect(world.bus.pages.map((page) => page.bound)).toEqual([bound, bound]);
    expect(await world.errorsOf(chunk)).toEqual([]);
  });

  it('is cut to ours where it is a day ahead, which the run says once', async () => {
    const { chunk } = await listed(86_400_000);
    for (const { bound, observedAt } of world.bus.pages)
      expect(bound).toEqual({ kind: 'time', value: observedAt });
    await eventually('the log has it', async () => (await world.errorsOf(chunk)).length > 0);
    expect(await world.errorsOf(chunk)).toMatchObject([
      {
        problem: {
          code: 'provider.clock_ahead',
          message: expect.stringMatching(/^The provider's clock is 8\d{4} s ahead of ours/) as string,
        },
      },
    ]);
  });
});

describe('what speaks against a listing having given everything', () => {
  const doubtOf = async (chunk: Parameters<typeof world.chunk>[0]) => (await world.chunk(chunk)).doubt;

  it('is kept with the chunk before its page is applied, and its records are applied', async () => {
    world.provider = ListedProvider.of(25);
    world.provider.answer = async ({ cursor }) =>
      cursor === '20'
        ? { records: [recordNamed('c20')], next: null, bound: null, doubt: 'the answer was partial' }
        : undefined;
    const chunk = await world.assigned();
    const kept: unknown[] = [];
    world.bus.onPage = async (page) => {
      kept.push(await doubtOf(chunk));
      await world.apply(page);
    };
    await readToEnd('applied', chunk);
    expect(kept).toEqual([null, null, 'the answer was partial']);
    expect(await world.chunk(chunk)).toMatchObject({ fetched: 21, doubt: 'the answer was partial' });
  });

  it('is that there are fewer records than the provider says', async () => {
    world.provider = ListedProvider.of(15);
    world.provider.answer = async ({ cursor }) =>
      cursor === '10' ? { records: [recordNamed('c10')], next: null, bound: null, total: 15 } : undefined;
    world.bus.onPage = world.apply;
    const chunk = await world.assigned();
    await readToEnd('applied', chunk);
    expect(await doubtOf(chunk)).toBe('the provider says that there are 15 records, and listed 11');
  });

  it('is that rows moved, where they do each time: the listing starts over twice, and is then read to its end', async () => {
    world.provider = ListedProvider.of(15);
    world.provider.answer = async ({ cursor }) =>
      cursor === '10'
        ? { records: [recordNamed('c9')], next: null, bound: null, shifted: 'moved' }
        : undefined;
    world.bus.onPage = world.apply;
    const chunk = await world.assigned();
    await readToEnd('applied', chunk);
    expect(await doubtOf(chunk)).toBe('moved');
    expect(world.bus.pages.map(({ cursorIn }) => cursorIn)).toEqual([null, null, null, '10']);
  });

  it('is none where rows moved once: what was read before starts over', async () => {
    world.provider = ListedProvider.of(15);
    let moves = 1;
    world.provider.answer = async ({ cursor }) =>
      cursor === '10' && moves-- > 0 ? { records: [], next: null, bound: null, shifted: 'moved' } : undefined;
    world.bus.onPage = world.apply;
    const chunk = await world.assigned();
    await readToEnd('applied', chunk);
    expect(await doubtOf(chunk)).toBeNull();
    expect(world.bus.pages.map(({ cursorIn }) => cursorIn)).toEqual([null, null, '10']);
  });

  it('is forgotten where the listing starts over', async () => {
    world.provider = ListedProvider.of(15);
    let isExpired = false;
    world.provider.answer = async ({ cursor }, nth) => {
      if (nth === 0) return { records: [recordNamed('c0')], next: '10', bound: null, doubt: 'odd' };
      if (cursor !== '10' || isExpired) return undefined;
      isExpired = true;
      throw new SyncError('provider.cursor_expired', 'Too old');
    };
    world.bus.onPage = world.apply;
    const chunk = await world.assigned();
    await readToEnd('applied', chunk);
    expect(await doubtOf(chunk)).toBeNull();
  });
});

describe('reading a chunk', () => {
  it('publishes every page in its place in the chain of cursors, up to the one without a next', async () => {
    world.provider = ListedProvider.of(25);
    world.bus.onPage = world.apply;
    const chunk = await world.assigned();
    await world.startReading(chunk);
    await ended('applied', chunk);
    expect(world.bus.pages).toMatchObject([
      { pageNo: 0, cursorIn: null, cursorOut: '10', attempt: 1, epoch: 0, chunkId: chunk.id },
      { pageNo: 1, cursorIn: '10', cursorOut: '20', attempt: 1 },
      { pageNo: 2, cursorIn: '20', cursorOut: null, attempt: 1 },
    ]);
    const ids = world.bus.pages.flatMap(({ records }) => records.map(({ externalId }) => externalId));
    expect(ids).toEqual(world.provider.ids);
  });

  it('dates each page by when it was asked for, however long it took to get there', async () => {
    world.provider = ListedProvider.of(15);
    world.provider.discoverMs = 300;
    world.bus.onPage = world.apply;
    const chunk = await world.assigned();
    await world.startReading(chunk);
    await ended('applied', chunk);
    for (const [index, { observedAt }] of world.bus.pages.entries()) {
      const lateMs = Date.parse(observedAt) - world.provider.requestedAt[index]!.getTime();
      expect(Math.abs(lateMs)).toBeLessThan(150);
    }
  });

  it.each([
    ['the job', { pageSize: 7 }, 3, 7],
    ['the stream where the job has no opinion', { pageSize: null }, 3, 3],
    ['nobody in particular where neither has', { pageSize: null }, null, 100],
  ])('takes the page size of %s', async (_, job, ofStream, expected) => {
    world.provider = ListedProvider.of(1);
    world.provider.stream = { ...world.provider.stream, pageSize: ofStream };
    world.bus.onPage = world.apply;
    const chunk = await world.assigned({ job });
    await world.startReading(chunk);
    await ended('applied', chunk);
    expect(world.provider.requests).toMatchObject([{ pageSize: expected }]);
  });

  it('asks for what changed since the watermark, if the stream can tell', async () => {
    const since = { kind: 'position', value: '7' } as const;
    world.bus.onPage = world.apply;
    for (const incremental of [true, false]) {
      world.provider = ListedProvider.of(1);
      world.provider.stream = { ...world.provider.stream, incremental };
      const chunk = await world.assigned({ execution: { scope: { kind: 'incremental', since } } });
      await readToEnd('applied', chunk);
      expect(world.provider.requests).toMatchObject([{ since: incremental ? since : null }]);
    }
  });

  it('asks the provider to leave out what it can, unless what is gone could not be told from that', async () => {
    const filter = {
      all: [
        { field: 'status', equals: 'active' },
        { field: 'seats', above: 1 },
      ],
    } as const;
    world.bus.onPage = world.apply;
    for (const [readOne, asked] of [
      [true, { status: 'active' }],
      [false, undefined],
    ] as const) {
      world.provider = ListedProvider.of(1);
      world.provider.stream = {
        ...world.provider.stream,
        filters: ['status', 'seats'],
        listing: 'stable',
      };
      world.provider.readsOne = readOne;
      const chunk = await world.assigned({ job: { filter } });
      await readToEnd('applied', chunk);
      expect(world.provider.requests[0]!.filter).toEqual(asked);
      const [listed] = await world.tenant.transaction((tx) => tx.closeOuts.listing(chunk.executionId));
      expect(listed?.declared?.listing).toBe(asked === undefined ? 'stable' : 'shifting');
    }
  });

  it.each([
    ['incremental', 'stable'],
    ['full', 'shifting'],
  ] as const)(
    'does not take for moved what a log of changes names again, in an %s run',
    async (kind, listing) => {
      world.bus.onPage = world.apply;
      world.provider = ListedProvider.of(1);
      world.provider.stream = { ...world.provider.stream, changesRepeat: true, incremental: true };
      const since = { kind: 'time', value: '2026-01-01T00:00:00.000Z' } as const;
      const scope = kind === 'full' ? { kind } : { kind, since };
      const chunk = await world.assigned({ execution: { scope } });
      await readToEnd('applied', chunk);
      const [listed] = await world.tenant.transaction((tx) => tx.closeOuts.listing(chunk.executionId));
      expect(listed?.declared?.listing).toBe(listing);
    },
  );

  it('asks for the time of a backfill where the stream can be read so, and says so where it cannot', async () => {
    const since = { kind: 'time', value: '2026-01-01T00:00:00.000Z' } as const;
    const backfill = { from: since.value, to: '2026-02-01T00:00:00.000Z' };
    const open = { ...backfill, to: null };
    world.bus.onPage = world.apply;
    for (const [able, asked, until] of [
      ['period', backfill, backfill.to],
      ['from', open, null],
      ['from', backfill, undefined],
      [undefined, open, undefined],
    ] as const) {
      world.provider = ListedProvider.of(1);
      world.provider.stream = { ...world.provider.stream, ...(able && { backfill: able }) };
      const scope = { kind: 'incremental', since, backfill: asked } as const;
      const chunk = await world.assigned({ execution: { scope } });
      await readToEnd(until === undefined ? 'failed' : 'applied', chunk);
      if (until !== undefined) expect(world.provider.requests).toMatchObject([{ since, until }]);
      else expect(await world.problemOf(chunk)).toMatchObject({ code: 'config.backfill_unsupported' });
    }
  });
});

describe('until ten records of a run were processed', () => {
  it('one page is under way, then as many as the window holds', async () => {
    world.provider = ListedProvider.of(40);
    const chunk = await world.assigned({ processed: 0, job: { pageSize: 6 } });
    await world.startReading(chunk);
    for (const applied of [0, 1]) {
      await eventually('the page', () => world.bus.pages.length === applied + 1);
      await delay(100);
      expect(world.provider.requests).toHaveLength(applied + 1);
      await world.apply(world.bus.pages[applied]!);
    }
    await eventually('all further pages', () => world.bus.pages.length === 7);
  });

  it('it is enough that another chunk of the run had them', async () => {
    world.provider = ListedProvider.of(40);
    await world.startReading(await world.assigned({ processed: 10 }));
    await eventually('all pages', () => world.bus.pages.length === 4);
  });
});

describe('pages that are not applied', () => {
  const settings = { windowRecords: 20, republishMs: 10_000 };

  it('stop the reading when the window is full, and let it go on as they are applied', async () => {
    world.provider = ListedProvider.of(100);
    const chunk = await world.assigned();
    await world.startReading(chunk, { settings });
    await eventually('two pages', () => world.bus.pages.length === 2);
    await delay(150);
    expect(world.bus.pageNumbers).toEqual([0, 1]);
    // The one after them is not asked for before there is room.
    expect(world.provider.requests).toHaveLength(2);
    await world.apply(world.bus.pages[0]!);
    await eventually('a third page', () => world.bus.pages.length === 3);
    world.bus.onPage = world.apply;
    for (const page of [...world.bus.pages]) await world.apply(page);
    await ended('applied', chunk);
    expect(world.bus.pageNumbers).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9]);
  });

  it('are published again, all of them in their order, until they are', async () => {
    world.provider = ListedProvider.of(15);
    const chunk = await world.assigned();
    await world.startReading(chunk, { settings: { republishMs: 50 } });
    await eventually('the pages come three times', () => world.bus.pages.length >= 6);
    expect(world.bus.pageNumbers.slice(0, 6)).toEqual([0, 1, 0, 1, 0, 1]);
    expect(world.provider.requests).toHaveLength(2);
    world.bus.onPage = world.apply;
    await ended('applied', chunk);
  });

  it('because the bus is away are kept, and published once it is back', async () => {
    world.provider = ListedProvider.of(15);
    world.bus.isAway = true;
    world.bus.onPage = world.apply;
    const chunk = await world.assigned();
    await world.startReading(chunk, { settings: { republishMs: 50 } });
    await delay(120);
    expect(await world.stateOf(chunk)).toBe('claimed');
    world.bus.isAway = false;
    await ended('applied', chunk);
    expect(world.provider.requests).toHaveLength(2);
  });
});

describe('a provider that fails for good', () => {
  it('is told with the number of the last try as well', async () => {
    world.provider = ListedProvider.of(10);
    const failure = new SyncError('provider.server_error', 'It answered 503');
    world.onSession = ({ watch }) => [1, 2].forEach((attempt) => watch?.failed(failure, attempt));
    world.provider.answer = () => Promise.reject(failure);
    const chunk = await world.assigned();
    await world.startReading(chunk);
    await ended('failed', chunk);
    const { items } = await world.tenant.transaction((tx) =>
      tx.errorLog.list(chunk.executionId, { limit: 10, after: null }),
    );
    expect(items.map(({ attempt }) => attempt)).toEqual([1, 2, 3]);
  });

  const failAt = (nth: number) => {
    world.provider.answer = async (_, asked) => {
      if (asked >= nth) throw new SyncError('provider.server_error', 'It answered 503 three times');
      return undefined;
    };
  };

  it('fails the chunk, once the pages that it did give are applied', async () => {
    world.provider = ListedProvider.of(100);
    failAt(2);
    const chunk = await world.assigned();
    await world.startReading(chunk, { settings: { republishMs: 10_000 } });
    await eventually('the provider fails', () => world.provider.requests.length === 3);
    await delay(100);
    expect(await world.stateOf(chunk)).toBe('claimed');
    for (const page of world.bus.pages) await world.apply(page);
    await ended('failed', chunk);
    expect(await world.chunk(chunk)).toMatchObject({ pagesApplied: 2, fetched: 20, cursor: '20' });
    expect(await world.problemOf(chunk)).toMatchObject({
      code: 'provider.server_error',
      message: 'Page 3 of the listing: It answered 503 three times',
    });
    expect(await world.published()).toEqual([
      {
        topic: chunkFailed.topic,
        payload: { tenantId: DEFAULT_TENANT, executionId: chunk.executionId, chunkId: chunk.id },
      },
    ]);
  });

  it('is let go if the execution is cancelled while those pages are waited for', async () => {
    world.provider = ListedProvider.of(100);
    failAt(1);
    const chunk = await world.assigned();
    const other = await world.assigned();
    await world.startReading(chunk, { settings: { concurrency: 1 } });
    await eventually('the provider fails', () => world.provider.requests.length === 2);
    await world.cancel(chunk);
    await eventually('its place is free', async () => (await world.stateOf(other)) !== 'assigned');
    expect(await world.stateOf(chunk)).toBe('abandoned');
    expect(await world.problemOf(chunk)).toBeUndefined();
  });

  it('with something that nobody foresaw fails the chunk all the same', async () => {
    world.provider = ListedProvider.of(10);
    world.provider.answer = () => Promise.reject(new TypeError('undefined is not a function'));
    const chunk = await world.assigned();
    await world.startReading(chunk);
    await ended('failed', chunk);
    expect(await world.problemOf(chunk)).toMatchObject({ code: 'system.unexpected', errorClass: 'system' });
  });

  it('because it has no such stream is told which there are', async () => {
    world.provider = ListedProvider.of(10);
    const chunk = await world.assigned({ job: { stream: 'orders' } });
    await world.startReading(chunk);
    await ended('failed', chunk);
    const problem = await world.problemOf(chunk);
    expect(problem).toMatchObject({ code: 'config.unknown_stream', errorClass: 'config' });
    expect(problem?.message).toContain('only: customers');
  });
});

describe('a listing that would never end', () => {
  beforeEach(() => {
    world.provider = ListedProvider.of(30);
    world.bus.onPage = world.apply;
  });

  it('because it leads back to an earlier page is a loop', async () => {
    world.provider.answer = async ({ cursor }, nth) =>
      cursor === '20' ? { records: [recordNamed(`again ${nth}`)], next: '10', bound: null } : undefined;
    const chunk = await world.assigned();
    await world.startReading(chunk);
    await ended('failed', chunk);
    expect(await world.problemOf(chunk)).toMatchObject({ code: 'provider.page_loop' });
  });

  it('because it goes on without a record is empty', async () => {
    world.provider.answer = async (_, nth) => ({ records: [], next: `page ${nth}`, bound: null });
    const chunk = await world.assigned();
    await world.startReading(chunk);
    await ended('failed', chunk);
    expect(await world.problemOf(chunk)).toMatchObject({ code: 'provider.page_empty' });
  }, 60_000);

  it('because the last page comes again and again is a repetition', async () => {
    world.provider.answer = async (_, nth) =>
      nth < 2 ? undefined : { records: [recordNamed('last')], next: `page ${nth}`, bound: null };
    const chunk = await world.assigned();
    await world.startReading(chunk);
    await ended('failed', chunk);
    expect(await world.problemOf(chunk)).toMatchObject({ code: 'provider.page_repeated' });
    expect((await world.chunk(chunk)).fetched).toBe(21);
  });

  it.each([
    ['NUL', 'a\0b'],
    ['half of a surrogate pair', 'a\ud800'],
  ])('because no row can hold its cursor, which has %s, fails at once', async (_, next) => {
    world.provider.answer = async () => ({ records: [recordNamed('a')], next, bound: null });
    const chunk = await world.assigned();
    await world.startReading(chunk);
    await ended('failed', chunk);
    expect(await world.problemOf(chunk)).toMatchObject({ code: 'provider.unexpected_shape' });
  });
});

describe('a cancelled execution', () => {
  it('is let go within two seconds although the provider does not answer, and quietly', async () => {
    world.provider = ListedProvider.of(10);
    world.provider.answer = async (_, __, { http }) => {
      await http.json({ method: 'GET', url: 'http://127.0.0.1/never' });
      return undefined;
    };
    const chunk = await world.assigned();
    const other = await world.assigned();
    await world.startReading(chunk, { settings: { concurrency: 1 } });
    await eventually('the provider is asked', () => world.provider.requests.length === 1);
    await world.cancel(chunk);
    const cancelled = performance.now();
    await eventually('its place is free', async () => (await world.stateOf(other)) === 'claimed');
    expect(performance.now() - cancelled).toBeLessThan(2_000);
    expect(await world.stateOf(chunk)).toBe('abandoned');
    expect(await world.published()).toEqual([]);
    expect(world.log.lines.filter(({ level }) => level === 'error')).toEqual([]);
  });

  it('is let go while its pages wait to be applied', async () => {
    world.provider = ListedProvider.of(10);
    const chunk = await world.assigned();
    const other = await world.assigned();
    await world.startReading(chunk, { settings: { concurrency: 1 } });
    await eventually('the page is published', () => world.bus.pages.length === 1);
    await world.cancel(chunk);
    await eventually('its place is free', async () => (await world.stateOf(other)) === 'claimed', 2_000);
    expect(await world.stateOf(chunk)).toBe('abandoned');
  });
});

describe('a database that goes away', () => {
  let flaky: Postgres;
  let isAway = false;
  const gate: StatementGate = {
    // Back again by the time the executor could call the chunk failed.
    before: async (_, sql) => {
      if (isAway && sql.includes('"pagesApplied"'))
        throw Object.assign(new Error('Connection terminated unexpectedly'), { code: 'ECONNRESET' });
    },
  };
  beforeEach(() => {
    flaky = createPostgres({ url: world.database.url, gate, backOff: async () => undefined });
  });
  afterEach(() => flaky.close());

  it('does not end the execution: once the lease is over somebody goes on', async () => {
    world.provider = ListedProvider.of(30);
    const chunk = await world.assigned();
    const { pool } = await world.startReading(chunk, { store: flaky.store, settings: { windowRecords: 10 } });
    await eventually('a page', () => world.bus.pages.length === 2);
    isAway = true;
    await eventually('the executor lets go', () =>
      world.log.lines.some(({ message }) => message === 'chunk left to its lease'),
    );
    isAway = false;
    await pool.onApplicationShutdown();
    expect(await world.stateOf(chunk)).toBe('claimed');
    expect(await world.published()).toEqual([]);
    await world.system.transaction((tx) => tx.chunkQueue.expireLeasesOf('worker'));
    world.bus.onPage = world.apply;
    await world.startReading(chunk);
    await ended('applied', chunk);
  });
});

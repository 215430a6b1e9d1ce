import { eventually, someWrite } from '@evenkeel/conformance';
import { CallPostponed, NO_TRIES, SyncError, type ChunkState, type CloseOutSlice } from '@evenkeel/domain';
import { ExecutorWorld } from '../testing/executor-world.js';
import { ListedProvider, recordNamed } from '../testing/listed-provider.js';

const world = new ExecutorWorld();
beforeEach(() => {
  world.provider = ListedProvider.of(20);
  world.bus.onPage = world.apply;
});

/** A close-out of these records, all of which the store has. */
async function closeOut(
  externalIds: readonly string[],
  changes: Partial<CloseOutSlice> = {},
  ends: readonly ChunkState[] = ['applied', 'failed'],
) {
  const slice = {
    kind: 'close_out',
    fromPage: 0,
    pages: 1,
    reread: true,
    control: 'c0',
    ...changes,
  } as const;
  const chunk = await world.assigned({ processed: 0, chunk: { slice } });
  await world.tenant.transaction(async (tx) => {
    const execution = (await tx.executions.find(chunk.executionId))!;
    const { connectionId, definition } = (await tx.jobs.find(execution.jobId))!;
    const set = { connectionId, stream: definition.stream, recordType: definition.recordType };
    await tx.recordWrites.create(
      set,
      externalIds.map((id) => someWrite(id)),
    );
    const since = new Date(Date.now() + 60_000);
    const { id, jobId } = execution;
    await tx.candidates.freeze({ id, jobId, since }, set);
    const judgement = { complete: true, reason: null, active: 1, candidates: 1, since };
    await tx.closeOuts.saveJudgement({ executionId: id, jobId, ...judgement });
  });
  await world.startReading(chunk);
  await eventually('the chunk ends', async () => ends.includes((await world.chunk(chunk)).state));
  return chunk;
}

const found = () =>
  world.bus.pages.flatMap(({ candidates = [] }) =>
    candidates.map(({ externalId, found: what }) => `${externalId} ${what}`),
  );

describe('the candidates of a close-out', () => {
  it('are read again, to see whether they are there and nothing else', async () => {
    await closeOut(['c3', 'x1', 'c4', 'x2']);
    expect(found()).toEqual(['c3 still_there', 'x1 gone', 'c4 still_there', 'x2 gone']);
    expect(world.bus.pages[0]!.records).toEqual([]);
    expect(world.provider.readIds[0]).toBe('c0');
  });

  it.each([{ sameShape: true }, { shape: 'inventory' }] as const)(
    'come as records where one that is read looks as its listing gives it: %j',
    async (says) => {
      world.provider.stream = { ...world.provider.stream, ...says };
      await closeOut(['c3', 'x1', 'c4']);
      expect(found()).toEqual(['c3 still_there', 'x1 gone', 'c4 still_there']);
      expect(world.bus.pages[0]!.records).toEqual(['c3', 'c4'].map(recordNamed));
    },
  );

  it('are taken for gone without a call where the listing proves it', async () => {
    await closeOut(['x1', 'x2'], { reread: false, control: null });
    expect(found()).toEqual(['x1 gone', 'x2 gone']);
    expect(world.provider.readIds).toEqual([]);
  });

  it.each([
    'provider.server_error',
    'provider.timeout',
    'provider.bad_request',
    'provider.unauthorized',
  ] as const)('that cannot be read because of %s are kept, and the others are read', async (code) => {
    world.provider.refuse = (id) => (id === 'x1' ? new SyncError(code, 'No') : undefined);
    const chunk = await closeOut(['x1', 'x2']);
    expect(found()).toEqual(['x1 unreadable', 'x2 gone']);
    expect(await world.stateOf(chunk)).toBe('applied');
  });

  it('are all kept while a record that was just listed cannot be read by its id either', async () => {
    await closeOut(['x1', 'c3'], { control: 'c99' });
    expect(found()).toEqual(['x1 unreadable', 'c3 unreadable']);
    expect(world.provider.readIds).toEqual(['c99']);
  });

  it('are kept as far as they were looked at where a call has to wait, and the others are looked at later', async () => {
    let waits = true;
    world.provider.refuse = (id) => {
      if (id !== 'x5' || !waits) return undefined;
      waits = false;
      const why = { code: 'provider.rate_limited', message: 'Not now' } as const;
      return new CallPostponed(why, { waitMs: 60_000, waiting: 'quota', tries: NO_TRIES });
    };
    const ids = Array.from({ length: 8 }, (_, nth) => `x${nth}`);
    const chunk = await closeOut(ids, {}, ['planned']);
    expect(found()).toEqual(ids.slice(0, 5).map((id) => `${id} gone`));
    expect(await world.chunk(chunk)).toMatchObject({ cursor: '0:5', pagesApplied: 1 });
    await world.database.rows(
      `update chunk set state = 'assigned', assigned_at = engine_now() where id = $1`,
      [chunk.id],
    );
    await world.startReading(chunk, { name: 'another' });
    await eventually('the chunk ends', async () => (await world.stateOf(chunk)) === 'applied');
    expect(world.bus.pages.map(({ cursorIn, candidates }) => [cursorIn, candidates?.length])).toEqual([
      [null, 5],
      ['0:5', 3],
    ]);
  });

  it('are kept where the provider answers with another record', async () => {
    world.provider.instead = (id) => (id === 'x1' ? recordNamed('c3') : undefined);
    await closeOut(['x1', 'x2']);
    expect(found()).toEqual(['x1 unreadable', 'x2 gone']);
    expect(world.bus.pages.flatMap(({ records }) => records)).toEqual([]);
  });

  it('go on, one after the other, where each call has to wait', async () => {
    let calls = 0;
    const why = { code: 'provider.quota_spent', message: 'One call a minute' } as const;
    // Each worker that takes the chunk up may make one call.
    world.provider.refuse = () => {
      calls += 1;
      return calls === 1
        ? undefined
        : new CallPostponed(why, { waitMs: 60_000, waiting: 'quota', tries: NO_TRIES });
    };
    const chunk = await closeOut(['x1', 'x2'], {}, ['planned']);
    for (let worker = 0; worker < 8 && (await world.stateOf(chunk)) === 'planned'; worker += 1) {
      calls = 0;
      await world.database.rows(`update chunk set state = 'assigned' where id = $1`, [chunk.id]);
      await world.startReading(chunk, { name: `worker ${worker}` });
      await eventually('it is given back or ends', async () =>
        ['planned', 'applied'].includes(await world.stateOf(chunk)),
      );
    }
    expect(await world.stateOf(chunk)).toBe('applied');
    expect(found()).toEqual(['x1 gone', 'x2 gone']);
  });

  it('come page by page, from where the row says that the chunk stands', async () => {
    await closeOut(
      Array.from({ length: 250 }, (_, n) => `x${n}`),
      { fromPage: 1, pages: 2 },
    );
    expect(world.bus.pages).toMatchObject([
      { pageNo: 0, cursorIn: null, cursorOut: '1:0' },
      { pageNo: 1, cursorIn: '1:0', cursorOut: null },
    ]);
    expect(world.bus.pages.map(({ candidates }) => candidates?.length)).toEqual([100, 50]);
  });
});

describe('a listing', () => {
  it('keeps what the connector says of its stream', async () => {
    world.provider.stream = { ...world.provider.stream, listing: 'stable' };
    const chunk = await world.assigned();
    await world.startReading(chunk);
    await eventually('the chunk ends', async () => (await world.stateOf(chunk)) === 'applied');
    const [listed] = await world.tenant.transaction((tx) => tx.closeOuts.listing(chunk.executionId));
    expect(listed).toMatchObject({
      declared: { listing: 'stable', readOne: true },
      pages: 2,
      fromStart: true,
      toEnd: true,
    });
  });

  const expired = new SyncError('provider.cursor_expired', 'This cursor is too old');

  it('starts over when its cursor has expired: what was applied stays, and counts no longer as listed', async () => {
    let isExpired = true;
    world.provider.answer = async ({ cursor }) => {
      if (cursor !== '10' || !isExpired) return undefined;
      isExpired = false;
      throw expired;
    };
    const chunk = await world.assigned();
    await world.startReading(chunk);
    await eventually('the chunk ends', async () => (await world.stateOf(chunk)) === 'applied');
    expect(world.bus.pages).toMatchObject([
      { pageNo: 0, cursorIn: null, cursorOut: '10' },
      { pageNo: 1, cursorIn: null, cursorOut: '10' },
      { pageNo: 2, cursorIn: '10', cursorOut: null },
    ]);
    expect(await world.chunk(chunk)).toMatchObject({ pagesApplied: 3, fetched: 30 });
    const [listed] = await world.tenant.transaction((tx) => tx.closeOuts.listing(chunk.executionId));
    expect(listed).toMatchObject({ pages: 2, entries: 20, unbroken: true, fromStart: true, toEnd: true });
  });

  it('whose cursors expire again and again is given up', async () => {
    world.provider.answer = async ({ cursor }) => {
      if (cursor === '10') throw expired;
      return undefined;
    };
    const chunk = await world.assigned();
    await world.startReading(chunk);
    await eventually('the chunk ends', async () => (await world.stateOf(chunk)) === 'failed');
    expect(await world.problemOf(chunk)).toMatchObject({ code: 'provider.cursors_too_short' });
    expect((await world.chunk(chunk)).pagesApplied).toBe(6);
  });
});

import type { JsonObject } from '@evenkeel/domain';
import type { Answer } from '../testing/small-provider.js';
import { StandaloneWorld } from '../testing/standalone-world.js';

const world = new StandaloneWorld();

/** A connection with these streams, and a job of the first of them. */
async function addJob(name: string, streams: JsonObject, mode: 'full' | 'incremental' = 'incremental') {
  const settings = { baseUrl: world.provider.url, streams };
  await world.admin.call('addConnection', { name, connector: 'rest', settings, credentials: {} });
  const [stream = ''] = Object.keys(streams);
  await world.admin.call('addJob', {
    ...{ name, connection: name, stream, recordType: name, mode, retryOnFailure: false },
    overlapSeconds: 0,
  });
}

async function active(type: string): Promise<JsonObject> {
  const stored = Object.entries(await world.stored(type));
  return Object.fromEntries(stored.flatMap(([id, { data, inactive }]) => (inactive ? [] : [[id, data]])));
}

/** The clock of the provider is told in whole seconds, and the watermark is a little before it. */
const aMomentLater = () => new Promise((resolve) => setTimeout(resolve, 2_100));
const nowText = (agoMs = 0) => new Date(Date.now() - agoMs).toISOString();
const HOUR_MS = 3_600_000;
const isSince = (text: string, since: string | null) =>
  since === null || Date.parse(text) >= Date.parse(since);
const NOT_FOUND: Answer = { status: 404, body: {} };

describe('the lines of orders', () => {
  interface Order {
    readonly id: number;
    updated: string;
    readonly lines: Map<number, string>;
  }
  const orders = new Map<number, Order>();
  const addOrder = (id: number, lines: number, agoMs = 0) =>
    orders.set(id, {
      id,
      updated: nowText(agoMs),
      lines: new Map(Array.from({ length: lines }, (_, at) => [at + 1, `${id}.${at + 1}`])),
    });
  const rowsOf = () =>
    Object.fromEntries(
      [...orders.values()].flatMap(({ id, lines }) =>
        [...lines].map(([line, text]) => [`${id}/${line}`, { line, text, order: String(id) }]),
      ),
    );
  const answer = ({ pathname, searchParams: q }: URL): Answer => {
    const [, , id, , line] = pathname.split('/');
    const order = orders.get(Number(id));
    const listed = [...orders.values()].filter(({ updated }) => isSince(updated, q.get('since')));
    if (id === undefined) return { body: { items: listed.map(({ lines: _, ...rest }) => rest) } };
    if (order === undefined) return NOT_FOUND;
    const lines = [...order.lines].map(([number, text]) => ({ line: number, text }));
    if (!pathname.includes('/lines')) return { body: { id: order.id } };
    if (line === undefined) return { body: { items: lines } };
    const found = lines.find((each) => String(each.line) === line);
    return found === undefined ? NOT_FOUND : { body: found };
  };
  const streams = (parent: JsonObject = {}): JsonObject => ({
    lines: {
      path: '/orders/{parent.id}/lines',
      recordsPath: 'items',
      parent: { stream: 'orders', into: { order: 'id' }, ...parent },
      idPath: ['order', 'line'],
      readOne: { path: '/orders/{order}/lines/{line}', sameShape: true },
    },
    orders: {
      path: '/orders',
      recordsPath: 'items',
      readOne: { path: '/orders/{id}' },
      incremental: { kind: 'time', param: 'since' },
    },
  });

  beforeEach(() => {
    orders.clear();
    for (let id = 1; id <= 30; id += 1) addOrder(id, id % 5, HOUR_MS);
    world.provider.script = answer;
  });

  it('are here as they are there, also when they change, move away and go with their order', async () => {
    await addJob('lines', streams(), 'full');
    expect(await world.run('lines')).toMatchObject({ status: 'completed', receipt: { created: 60 } });
    expect(await active('lines')).toEqual(rowsOf());
    orders.get(1)!.lines.set(1, 'changed');
    orders.get(3)!.lines.delete(2);
    orders.delete(4);
    addOrder(31, 3);
    const run = await world.run('lines');
    expect(run).toMatchObject({ status: 'completed', receipt: { created: 3, updated: 1, balanced: true } });
    expect(await active('lines')).toEqual(rowsOf());
  });

  it('are kept where those of an order cannot be found any more, and the watermark stays', async () => {
    const { orders: parents, ...others } = streams() as { orders: JsonObject };
    const { readOne: _, ...unreadable } = parents;
    await addJob('missing', { ...others, orders: unreadable }, 'full');
    await world.run('missing');
    const before = rowsOf();
    world.provider.script = (url) => (url.pathname === '/orders/9/lines' ? NOT_FOUND : answer(url));
    const run = await world.run('missing');
    expect(JSON.stringify(run)).toContain('the records of the parent \\"9\\" were not found');
    expect(run.receipt.outcomes).toMatchObject({ inactivated: 0 });
    expect(await active('missing')).toEqual(before);
  });

  it('are read of changed orders only, where the settings promise that this is enough', async () => {
    await addJob('trusting', streams({ incremental: true }));
    await world.run('trusting');
    await aMomentLater();
    Object.assign(orders.get(7)!, { updated: nowText() }).lines.set(1, 'changed');
    addOrder(32, 2);
    world.provider.asked.length = 0;
    const run = await world.run('trusting');
    expect(run).toMatchObject({ status: 'completed', receipt: { fetched: 4, created: 2, updated: 1 } });
    expect(world.provider.asked).toEqual(['/orders', '/orders/7/lines', '/orders/32/lines']);
    expect(await active('trusting')).toEqual(rowsOf());
  });

  it('are not silently none where no listing of them is there', async () => {
    await addJob('wrong', streams(), 'full');
    world.provider.script = (url) => (url.pathname.endsWith('lines') ? NOT_FOUND : answer(url));
    expect(await world.run('wrong')).toMatchObject({
      status: 'failed',
      reason: { code: 'provider.not_found' },
    });
  });
});

describe('what is told beside a listing', () => {
  interface Thing {
    readonly id: number;
    rev: number;
    at: string;
  }
  const things = new Map<number, Thing>();
  let log: { type: string; id: number; at: string }[] = [];
  const put = (id: number, rev: number, agoMs = 0) => {
    things.set(id, { id, rev, at: nowText(agoMs) });
    log.push({ type: 'put', id, at: nowText(agoMs) });
  };
  const remove = (id: number) => {
    things.delete(id);
    log.push({ type: 'removed', id, at: nowText() });
  };
  const rowsOf = () => Object.fromEntries([...things.values()].map((thing) => [String(thing.id), thing]));
  const answer = ({ pathname, searchParams: q }: URL): Answer => {
    const since = q.get('since');
    const happened = log.filter(({ at }) => isSince(at, since));
    if (pathname === '/things')
      return { body: { items: [...things.values()].filter(({ at }) => isSince(at, since)) } };
    if (pathname === '/removed')
      return { body: { items: happened.filter(({ type }) => type === 'removed').map(({ id }) => id) } };
    if (pathname === '/happenings') {
      const from = Number(q.get('after'));
      const next = from + 3 < happened.length ? from + 3 : null;
      return { body: { items: happened.slice(from, from + 3), next } };
    }
    const thing = things.get(Number(pathname.slice('/things/'.length)));
    return thing === undefined ? NOT_FOUND : { body: thing };
  };
  const time = { kind: 'time', param: 'since' };
  const listing = { path: '/things', recordsPath: 'items' };
  const byEvents: JsonObject = {
    ...listing,
    readOne: { path: '/things/{id}' },
    changes: {
      path: '/happenings',
      recordsPath: 'items',
      idPath: 'id',
      kindPath: 'type',
      kinds: { put: 'changed', removed: 'deleted' },
      pagination: { kind: 'cursor', param: 'after', nextPath: 'next' },
      incremental: time,
      keepsDays: 30,
    },
  };

  beforeEach(() => {
    [log] = [[]];
    things.clear();
    for (let id = 1; id <= 8; id += 1) put(id, 0, HOUR_MS);
    world.provider.script = answer;
  });

  it('by a feed of deletions: what was deleted and restored is here', async () => {
    const deletions = { path: '/removed', recordsPath: 'items', idPath: '', incremental: time };
    await addJob('feed', { things: { ...listing, incremental: time, deletions } });
    await world.run('feed');
    await aMomentLater();
    remove(1);
    remove(2);
    put(2, 9);
    put(3, 9);
    const run = await world.run('feed');
    expect(run).toMatchObject({ status: 'completed', receipt: { balanced: true, failed: 0 } });
    expect(await active('feed')).toEqual(rowsOf());
    const { fullRuns } = await world.admin.call('showJob', { job: 'feed' });
    expect(fullRuns).toMatchObject({ everySeconds: null });
  });

  it('by events that name a record again and again: it is read once, and the next run goes on from there', async () => {
    await addJob('events', { things: byEvents });
    await world.run('events');
    await aMomentLater();
    for (let rev = 1; rev <= 5; rev += 1) for (const id of [1, 2, 3]) put(id, rev);
    remove(4);
    remove(5);
    put(5, 7);
    await aMomentLater();
    const run = await world.run('events');
    expect(run).toMatchObject({
      status: 'completed',
      receipt: { updated: 4, balanced: true, failed: 0, outcomes: { inactivated: 1 } },
    });
    expect(await active('events')).toEqual(rowsOf());
    world.provider.asked.length = 0;
    expect(await world.run('events')).toMatchObject({ status: 'completed', receipt: { fetched: 0 } });
    expect(world.provider.asked).toEqual(['/happenings']);
  });

  it('by events, of a record that is refused: it is tried again by the next run', async () => {
    await addJob('refused', { things: byEvents });
    await world.run('refused');
    await aMomentLater();
    for (const id of [1, 2, 3, 4, 5, 6]) put(id, 4);
    world.provider.script = (url) =>
      url.pathname === '/things/6' ? { body: { id: 7, rev: 0 } } : answer(url);
    expect(await world.run('refused')).toMatchObject({ status: 'completed_with_errors' });
    expect(await world.openFailures('refused')).toEqual(['6']);
    world.provider.script = answer;
    await world.run('refused');
    expect(await active('refused')).toEqual(rowsOf());
    expect(await world.openFailures('refused')).toEqual([]);
  });

  it('by a log that has forgotten: the run says so, and the next one reads everything by itself', async () => {
    await addJob('forgotten', { things: byEvents });
    await world.run('forgotten');
    await world.database.rows(
      `update watermark_history set value = '2020-01-01T00:00:00.000Z' returning job_id`,
    );
    remove(1);
    const run = await world.run('forgotten');
    expect(run).toMatchObject({
      status: 'failed',
      reason: { code: 'provider.changes_expired' },
    });
    expect(await world.run('forgotten')).toMatchObject({ status: 'completed', scope: 'full' });
    expect(await active('forgotten')).toEqual(rowsOf());
    expect(await world.run('forgotten')).toMatchObject({ status: 'completed', scope: 'incremental' });
  });
});

import { CallPostponed, type JsonObject, type SourceRecord, type Watermark } from '@evenkeel/domain';
import type { PageRequest, SourcePage } from '@evenkeel/ports';
import { Reply, startListServer } from '../testing/list-server.js';

const server = startListServer();

interface Order {
  readonly id: number;
  readonly lines: readonly number[];
  readonly [field: string]: unknown;
}

let orders: Order[] = [];
/** Answers in place of the provider's own. */
let script: (url: URL) => object | undefined = () => undefined;

const numbers = (count: number) => Array.from({ length: count }, (_, at) => at + 1);
const order = (id: number, lines = 2): Order => ({ id, lines: numbers(lines) });

beforeEach(() => {
  orders = [1, 2, 3].map((id) => order(id));
  script = () => undefined;
  server.answer = (url) => {
    const scripted = script(url);
    if (scripted !== undefined) return scripted;
    const [, id, line] = /^\/orders\/(\d+)(?:\/lines(?:\/(\d+))?)?$/.exec(url.pathname) ?? [];
    if (url.pathname === '/orders') return { data: orders.map(({ lines: _, ...rest }) => rest) };
    const found = orders.find((each) => String(each.id) === id);
    if (found === undefined) return undefined;
    if (!url.pathname.includes('/lines')) return { id: found.id };
    const data = found.lines.map((each) => ({ line: each, text: `${found.id}.${each}` }));
    return line === undefined ? { data } : data[Number(line) - 1];
  };
});

const common = { recordsPath: 'data' };
const settingsOf = (lines: object = {}, ofOrders: object = {}): JsonObject => ({
  baseUrl: server.baseUrl(),
  streams: {
    lines: {
      ...common,
      path: '/orders/{parent.id}/lines',
      parent: { stream: 'orders', into: { order: 'id' } },
      idPath: ['order', 'line'],
      readOne: { path: '/orders/{order}/lines/{line}' },
      ...lines,
    },
    orders: { ...common, path: '/orders', ...ofOrders },
  },
});

const idsOf = (records: readonly SourceRecord[]) => records.map(({ externalId }) => externalId);

/** Pages up to the end, each by another session, as after a crash. Waits that are asked for are over by then. */
async function list(settings: JsonObject, request: Partial<PageRequest> & { stream?: string } = {}) {
  const pages: SourcePage[] = [];
  let cursor: string | null = null;
  do {
    const page: SourcePage = await server.readPage(settings, { stream: 'lines', ...request, cursor });
    pages.push(page);
    cursor = page.next;
  } while (cursor !== null && pages.length < 400);
  const records = pages.flatMap((page) => page.records);
  return { pages, records, ids: idsOf(records), doubts: pages.flatMap(({ doubt }) => doubt ?? []) };
}

const expected = () => orders.flatMap(({ id, lines }) => lines.map((line) => `${id}/${line}`));

describe('a stream for each record of another', () => {
  it('has the records of all of them, several parents a page, with what its parent gives them', async () => {
    const { ids, records, pages, doubts } = await list(settingsOf());
    expect(ids).toEqual(expected());
    expect(doubts).toEqual([]);
    expect(pages.map((page) => page.records.length)).toEqual([4, 2]);
    expect(records[0]?.data).toEqual({ line: 1, text: '1.1', order: '1' });
  });

  it('costs no page for parents without records', async () => {
    orders = numbers(250).map((id) => order(id, id === 250 ? 3 : 0));
    const { ids, pages } = await list(settingsOf(), { pageSize: 100 });
    expect(ids).toEqual(['250/1', '250/2', '250/3']);
    expect(pages.length).toBeLessThanOrEqual(3);
  });

  it('makes few calls where few records are asked for, also where it finds none', async () => {
    orders = numbers(250).map((id) => order(id, 0));
    await server.readPage(settingsOf(), { stream: 'lines', pageSize: 1 });
    expect(server.asked).toHaveLength(10);
  });

  it('keeps a bounded number of parents in its cursor, whatever the page of parents has', async () => {
    orders = numbers(350).map((id) => order(id, 1));
    const { ids, pages } = await list(settingsOf(), { pageSize: 100 });
    expect(ids).toEqual(expected());
    for (const { next } of pages) expect((next ?? '').length).toBeLessThan(20_000);
  });

  it('starts over where parents moved while a page of them was read', async () => {
    orders = numbers(150).map((id) => order(id, 1));
    const first = await server.readPage(settingsOf(), { stream: 'lines', pageSize: 100 });
    orders.shift();
    const second = await server.readPage(settingsOf(), {
      stream: 'lines',
      pageSize: 100,
      cursor: first.next,
    });
    expect(second.shifted).toBe('records of "orders" moved while a page of them was read');
  });

  it('goes on from within the pages of parents and of their records', async () => {
    orders = numbers(5).map((id) => order(id, 7));
    const paged = {
      pageSizeParam: 'limit',
      pagination: { kind: 'cursor', param: 'after', nextPath: 'next' },
    };
    script = (url) => {
      const all = /lines/.test(url.pathname)
        ? numbers(7).map((line) => ({ line }))
        : orders.map(({ id }) => ({ id }));
      const from = Number(url.searchParams.get('after'));
      const end = from + (/lines/.test(url.pathname) ? Number(url.searchParams.get('limit')) : 2);
      return { data: all.slice(from, end), next: end < all.length ? end : null };
    };
    expect((await list(settingsOf(paged, paged))).ids).toEqual(expected());
  });

  it('names fields of the parent anywhere in the request, with the type that they have', async () => {
    orders = [{ id: 7, owner: { login: 'a/b' }, name: 'ü', lines: [] }];
    const asked: unknown[] = [];
    server.answer = (url, { headers, body }) => {
      if (url.pathname === '/orders') return { data: orders };
      asked.push(url.pathname, url.searchParams.get('n'), headers['x-order'], JSON.parse(body));
      return { data: [{ line: 1 }] };
    };
    const places = {
      path: '/of/{parent.owner.login}',
      params: { n: '{parent.name}' },
      headers: { 'X-Order': 'o-{parent.id}' },
      json: { order: '{parent.id}', as: '{parent.id:text}' },
    };
    expect((await list(settingsOf(places))).ids).toEqual(['7/1']);
    expect(asked).toEqual(['/of/a%2Fb', 'ü', 'o-7', { order: 7, as: '7' }]);
  });

  it('reads one of its records by its id, in the shape of the listing', async () => {
    const { readOne } = await server.open(settingsOf(), 'lines');
    const { records } = await list(settingsOf());
    expect(await readOne?.('2/1')).toEqual(records.find(({ externalId }) => externalId === '2/1'));
    expect(await readOne?.('2/9')).toBeUndefined();
  });

  it('puts parents into wrapped records and into their tombstones', async () => {
    server.answer = (url) =>
      url.pathname === '/orders'
        ? { data: [{ id: 'A' }] }
        : { data: [{ doc: { line: 1 } }, { line: 2, deleted: true }] };
    const wrapped = { recordPath: 'doc', tombstone: { path: 'deleted', equals: true } };
    const { records } = await list(settingsOf(wrapped));
    expect(records).toMatchObject([
      { externalId: 'A/1', data: { line: 1, order: 'A' } },
      { externalId: 'A/2', gone: 'announced' },
    ]);
  });
});

describe('what a provider may do to it', () => {
  it('gives the records of other parents: that is refused, and not taken for theirs', async () => {
    const all = [{ line: 1, order: 1 }];
    script = (url) => (url.pathname === '/orders' ? undefined : { data: all });
    await expect(list(settingsOf())).rejects.toMatchObject({
      code: 'provider.unexpected_shape',
      message: expect.stringContaining('has something else at "order"') as string,
    });
  });

  it('says that a parent is gone: it has no records any more', async () => {
    script = (url) =>
      url.pathname === '/orders' ? { data: [{ id: 1 }, { id: 9, deleted: true }, { id: 2 }] } : undefined;
    const tombstone = { tombstone: { path: 'deleted', equals: true } };
    expect((await list(settingsOf({}, tombstone))).ids).toEqual(['1/1', '1/2', '2/1', '2/2']);
  });

  describe('deletes a parent while its records are read', () => {
    const deleteSecond = () => {
      script = (url) => {
        if (url.pathname === '/orders/1/lines') orders = orders.filter(({ id }) => id !== 2);
        return undefined;
      };
    };

    it('which is asked for by its id: nothing speaks against the others', async () => {
      deleteSecond();
      const read = await list(settingsOf({}, { readOne: { path: '/orders/{id}' } }));
      expect(read).toMatchObject({ ids: ['1/1', '1/2', '3/1', '3/2'], doubts: [] });
    });

    it('which cannot be asked for: that is a doubt', async () => {
      deleteSecond();
      const { ids, doubts } = await list(settingsOf());
      expect(ids).toEqual(['1/1', '1/2', '3/1', '3/2']);
      expect(doubts).toEqual([expect.stringMatching(/^the records of the parent "2" were not found: .*404/)]);
    });
  });

  it('has no such path while the parent is there: that is an error, with what to do', async () => {
    const wrong = { path: '/orders/{parent.id}/lime' };
    const parents = { readOne: { path: '/orders/{id}' } };
    script = (url) => (url.pathname.endsWith('lime') ? new Reply(404, {}) : undefined);
    await expect(list(settingsOf(wrong, parents))).rejects.toMatchObject({
      code: 'provider.not_found',
      status: 404,
      message: expect.stringContaining('The parent is there: correct the path') as string,
    });
    expect(await list(settingsOf({ ...wrong, nothing: ['notFound'] }, parents))).toMatchObject({
      ids: [],
      doubts: [],
    });
  });

  it.each([
    ['and parents that cannot be asked for', {}],
    ['and a path of single parents that is wrong, too', { readOne: { path: '/others/{id}' } }],
  ])('has no such path for any parent, %s: that is never everything', async (_, ofOrders) => {
    script = (url) => (url.pathname.endsWith('lime') ? new Reply(404, {}) : undefined);
    await expect(list(settingsOf({ path: '/orders/{parent.id}/lime' }, ofOrders))).rejects.toMatchObject({
      code: 'provider.not_found',
      message: expect.stringContaining('none of the 3 parents of "orders"') as string,
    });
  });

  it('gives parents without what the request names', async () => {
    script = (url) =>
      url.pathname === '/orders' ? { data: [{ id: 1, no: 1 }, { id: 2 }, { id: 3, no: {} }] } : undefined;
    const byNo = { path: '/orders/{parent.no}/lines' };
    const { ids, doubts } = await list(settingsOf(byNo));
    expect(ids).toEqual(['1/1', '1/2']);
    expect(doubts[0]).toBe(
      'the records of the parent "2" could not be asked for: it has no text or number at "no"',
    );
    const none = { parent: { stream: 'orders', into: { order: 'id' }, absent: 'none' } };
    expect(await list(settingsOf({ ...byNo, ...none }))).toMatchObject({ ids: ['1/1', '1/2'], doubts: [] });
    script = (url) => (url.pathname === '/orders' ? { data: [{ id: 1 }] } : undefined);
    await expect(list(settingsOf(byNo))).rejects.toMatchObject({ code: 'provider.not_found' });
    expect((await list(settingsOf({ ...byNo, ...none }))).doubts).toEqual([
      'no parent of "orders" has a value where the request for its records names one',
    ]);
  });

  it('names a parent so that its path would lead elsewhere', async () => {
    script = (url) => (url.pathname === '/orders' ? { data: [{ id: '..' }, { id: 1 }] } : undefined);
    const { ids, doubts } = await list(settingsOf());
    expect(ids).toEqual(['1/1', '1/2']);
    expect(doubts[0]).toContain('it would be asked at /orders/../lines');
    expect(server.asked).not.toContain('/lines');
  });

  it('lists fewer records of a parent, or fewer parents, than it says', async () => {
    const total = { totalPath: 'total' };
    script = (url) => {
      if (url.pathname === '/orders') return { data: [{ id: 1 }, { id: 2 }], total: 3 };
      return url.pathname === '/orders/2/lines' ? { data: [{ line: 1 }], total: 2 } : undefined;
    };
    const { doubts, pages } = await list(settingsOf(total));
    expect(doubts).toEqual(['the provider says that the records of the parent "2" are 2, and listed 1']);
    // The engine would compare it with the records of all parents.
    expect(pages.every((page) => page.total === undefined)).toBe(true);
    expect((await list(settingsOf({}, total))).doubts).toEqual([
      'the provider says that the records of "orders" are 3, and listed 2',
    ]);
  });

  const byPage = (end: object = { kind: 'emptyPage' }) => ({
    pagination: { kind: 'page', param: 'page', end },
  });

  it('ignores the page parameter of a listing of records, or of parents', async () => {
    const repeated = { code: 'provider.page_repeated' };
    await expect(list(settingsOf(byPage()))).rejects.toMatchObject(repeated);
    orders = orders.map(({ id }) => order(id, 0));
    await expect(list(settingsOf({}, byPage()))).rejects.toMatchObject(repeated);
  });

  it('gives the last page again behind the end of each listing', async () => {
    orders = [order(1, 3), order(2, 1)];
    script = (url) => {
      const [, id] = /orders\/(\d)\/lines/.exec(url.pathname) ?? [];
      const lines = orders.find((each) => String(each.id) === id)?.lines;
      const at = Math.min(Number(url.searchParams.get('page')), Math.ceil((lines?.length ?? 0) / 2));
      return lines && { data: lines.slice(at * 2 - 2, at * 2).map((line) => ({ line })) };
    };
    const { ids, doubts } = await list(settingsOf(byPage({ kind: 'repeatedPage' })));
    expect(ids).toEqual(['1/1', '1/2', '1/3', '2/1']);
    expect(doubts).toEqual([expect.stringContaining('the parent "2" is the same as the first') as string]);
  });

  it('leads a listing of records back to itself', async () => {
    let nth = 0;
    script = (url) => (/lines/.test(url.pathname) ? { data: [{ line: nth++ }], next: 'a' } : undefined);
    const byCursor = { pagination: { kind: 'cursor', param: 'after', nextPath: 'next' } };
    await expect(list(settingsOf(byCursor))).rejects.toMatchObject({ code: 'provider.page_loop' });
  });

  it('wants to be asked later: what was read before is kept, and the rest follows', async () => {
    let waits = true;
    script = (url) =>
      waits && url.pathname === '/orders/2/lines' ? new Reply(429, {}, { 'retry-after': '60' }) : undefined;
    const first = await server.readPage(settingsOf(), { stream: 'lines', pageSize: 100 });
    expect(idsOf(first.records)).toEqual(['1/1', '1/2']);
    const again = server.readPage(settingsOf(), { stream: 'lines', pageSize: 100, cursor: first.next });
    await expect(again).rejects.toBeInstanceOf(CallPostponed);
    waits = false;
    server.asked.length = 0;
    const rest = await server.readPage(settingsOf(), { stream: 'lines', pageSize: 100, cursor: first.next });
    expect([idsOf(rest.records), rest.next]).toEqual([['2/1', '2/2', '3/1', '3/2'], null]);
    expect(server.asked).toEqual(['/orders/2/lines', '/orders/3/lines']);
  });

  it('knows a cursor no longer that was made by other settings', async () => {
    const { next } = await server.readPage(settingsOf(), { stream: 'lines' });
    const other = { path: '/orders/{parent.no}/lines' };
    for (const cursor of [next, 'page 2', '{"left":[]}']) {
      const read = server.readPage(settingsOf(other), { stream: 'lines', cursor });
      await expect(read).rejects.toMatchObject({ code: 'provider.cursor_expired' });
    }
  });
});

describe('what changed', () => {
  const SINCE: Watermark = { kind: 'time', value: '2026-01-01T00:00:00.000Z' };
  const time = { incremental: { kind: 'time', param: 'since' } };

  it('is asked of the listing of each parent, where that can be asked', async () => {
    const settings = settingsOf(time, time);
    expect((await server.open(settings, 'lines')).description).toMatchObject({
      incremental: true,
      backfill: 'from',
    });
    const { pages } = await list(settings, { since: SINCE });
    expect(server.asked).toEqual([
      '/orders',
      ...[1, 2, 3].map((id) => `/orders/${id}/lines?since=2026-01-01T00%3A00%3A00Z`),
    ]);
    expect(pages[0]?.bound).toMatchObject({ kind: 'time' });
    expect(pages.slice(1).map(({ bound }) => bound)).toEqual([null]);
  });

  it('is the records of changed parents only where the settings say so', async () => {
    const incremental = { parent: { stream: 'orders', into: { order: 'id' }, incremental: true } };
    const trusting = settingsOf(incremental, time);
    expect((await server.open(trusting, 'lines')).description).toMatchObject({ incremental: true });
    expect((await server.open(settingsOf({}, time), 'lines')).description).toMatchObject({
      incremental: false,
    });
    const { pages } = await list(trusting, { since: SINCE });
    expect(server.asked[0]).toBe('/orders?since=2026-01-01T00%3A00%3A00Z');
    expect(server.asked.slice(1)).toEqual([1, 2, 3].map((id) => `/orders/${id}/lines`));
    expect(pages[0]?.bound).toMatchObject({ kind: 'time' });
  });

  it('is bounded by when the parents were asked for, not by when their records were', async () => {
    const at = (seconds: number) => new Date(Date.UTC(2026, 0, 2, 0, 0, seconds)).toUTCString();
    script = (url) =>
      url.pathname === '/orders'
        ? new Reply(200, { data: [{ id: 1 }] }, { date: at(0) })
        : new Reply(200, { data: [] }, { date: at(50) });
    const [page] = (await list(settingsOf(time))).pages;
    const bound = Date.parse(page?.bound?.value ?? '');
    expect(bound).toBeGreaterThan(Date.parse(at(0)) - 10_000);
    expect(bound).toBeLessThanOrEqual(Date.parse(at(0)));
  });
});

describe('parents that are cut into slices', () => {
  const slices = { slices: { kind: 'partitions', param: 'region', values: ['eu', 'us'], key: 'immutable' } };
  const request = { sliceSize: 100, mostSlices: 10, since: null };

  it('cut their records, each part by itself', async () => {
    script = (url) => {
      const region = url.searchParams.get('region');
      if (url.pathname === '/orders') return { data: region === 'eu' ? [{ id: 1 }] : [{ id: 2 }, { id: 3 }] };
      return region === null ? undefined : new Reply(400, {});
    };
    const settings = settingsOf({}, slices);
    const { sliceStream } = await server.open(settings, 'lines');
    const cut = await sliceStream?.(request);
    expect(cut).toMatchObject({
      key: 'immutable',
      slices: [{ label: 'region = eu' }, { label: 'region = us' }],
    });
    const parts = await Promise.all((cut?.slices ?? []).map(({ range }) => list(settings, { range })));
    expect(parts.flatMap(({ ids }) => ids)).toEqual(expected());
  });

  it('are parts that a record may move between, unless its id says whose it is', async () => {
    const { sliceStream } = await server.open(
      settingsOf({ idPath: 'line', readOne: undefined }, slices),
      'lines',
    );
    expect(await sliceStream?.(request)).toMatchObject({ key: 'mutable' });
  });
});

describe('parents of parents', () => {
  const settings = (): JsonObject => ({
    baseUrl: server.baseUrl(),
    streams: {
      lines: {
        ...common,
        path: '/shops/{parent.shop}/orders/{parent.id}/lines',
        parent: { stream: 'orders', into: { shop: 'shop', order: 'id' } },
        idPath: ['shop', 'order', 'line'],
      },
      orders: {
        ...common,
        path: '/shops/{parent.name}/orders',
        parent: { stream: 'shops', into: { shop: 'name' } },
        idPath: ['shop', 'id'],
      },
      shops: { ...common, path: '/shops', idPath: 'name' },
    },
  });

  it('work as one level does, from any cursor', async () => {
    server.answer = ({ pathname }) => {
      const [, , shop, , id] = pathname.split('/');
      if (shop === undefined) return { data: ['a', 'b'].map((name) => ({ name })) };
      if (id === undefined) return { data: numbers(120).map((each) => ({ id: each })) };
      return { data: Number(id) % 50 === 0 ? [{ line: 1 }, { line: 2 }] : [] };
    };
    const { ids, doubts } = await list(settings());
    const lines = ['a/50', 'a/100', 'b/50', 'b/100'].flatMap((id) => [`${id}/1`, `${id}/2`]);
    expect([ids, doubts]).toEqual([lines, []]);
  });
});

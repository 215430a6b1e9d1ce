import { once } from 'node:events';
import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import fc from 'fast-check';
import { ListedLogger } from '@evenkeel/conformance';
import { GuardedCallers } from '@evenkeel/connector-simulator/testing';
import type { JsonObject, Watermark } from '@evenkeel/domain';
import type { SourcePage } from '@evenkeel/ports';
import { RestConnector } from './rest-connector.js';

type Script = (url: URL, response: ServerResponse) => unknown;

const connector = new RestConnector();
const callers = new GuardedCallers();
let script: Script = () => ({});
let asked: string[] = [];
const server = createServer((request, response) => {
  asked.push(request.url ?? '');
  const answer = script(new URL(request.url ?? '/', base()), response);
  if (response.writableEnded) return;
  response.setHeader('content-type', 'application/json');
  response.end(JSON.stringify(answer));
});
const base = () => `http://127.0.0.1:${(server.address() as AddressInfo).port}`;

beforeAll(async () => {
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
});
afterAll(async () => {
  await callers.close();
  server.close();
  server.closeAllConnections();
});
beforeEach(() => {
  asked = [];
});

const SINCE: Watermark = { kind: 'time', value: '2026-11-01T12:00:00.000Z' };

/** Pages of a listing up to its end, of four records each. */
async function list(
  stream: JsonObject,
  since: Watermark | null = null,
  rest: JsonObject = {},
): Promise<readonly SourcePage[]> {
  const things = { path: '/things', recordsPath: 'data', ...stream };
  const settings = { baseUrl: base(), streams: { things }, ...rest };
  const [gateways, { clock }] = [callers.gateways(connector.destinations(settings)), callers];
  const session = connector.open({ settings, credentials: {}, gateways, clock, log: new ListedLogger() });
  const opened = await session.stream('things');
  const pages: SourcePage[] = [];
  let cursor: string | null = null;
  do {
    const page: SourcePage = await opened.readPage({ cursor, pageSize: 4, since });
    pages.push(page);
    cursor = page.next;
  } while (cursor !== null && pages.length < 40);
  return pages;
}
const idsOf = (pages: readonly SourcePage[]) =>
  pages.flatMap(({ records }) =>
    records.filter(({ overlap }) => overlap !== true).map(({ externalId }) => Number(externalId)),
  );
const doubtsOf = (pages: readonly SourcePage[]) => pages.flatMap(({ doubt }) => doubt ?? []);
const numbered = (from: number, to: number) =>
  Array.from({ length: Math.max(0, to - from) }, (_, i) => ({ id: from + i }));

const page = (end?: JsonObject): JsonObject => ({
  pageSizeParam: 'limit',
  pagination: { kind: 'page', param: 'page', ...(end && { end }) },
});
const offset = (more: JsonObject = {}): JsonObject => ({
  pageSizeParam: 'limit',
  pagination: { kind: 'offset', param: 'skip', ...more },
});

/** A provider that cuts pages of four and then leaves some records out, as for want of permission. */
function hiding(
  count: number,
  isHidden: (id: number) => boolean,
  more: (pageNo: number) => object = () => ({}),
): Script {
  return (url) => {
    const [nth, skip] = [url.searchParams.get('page'), url.searchParams.get('skip')];
    const from = nth === null ? Number(skip) : (Number(nth) - 1) * 4;
    const cut = numbered(from, Math.min(count, from + 4));
    return { data: cut.filter(({ id }) => !isHidden(id)), ...more(Number(nth)) };
  };
}

describe('a page that is shorter than the others', () => {
  it.each([
    ['first', 1],
    ['in the middle', 6],
    ['last but one', 10],
  ])('is not the end of numbered pages: %s', async (_where, hidden) => {
    script = hiding(16, (id) => id === hidden);
    const pages = await list(page());
    expect(idsOf(pages)).toEqual(
      numbered(0, 16)
        .map(({ id }) => id)
        .filter((id) => id !== hidden),
    );
    expect(doubtsOf(pages)).toEqual([]);
  });

  it('is the end only where the settings say so', async () => {
    script = hiding(16, (id) => id === 6);
    expect(idsOf(await list(page({ kind: 'shortPage' })))).toHaveLength(7);
  });

  it('loses nothing of an offset either, whatever it counts; where that was not said it is told', async () => {
    script = hiding(16, (id) => id === 6);
    const wanted = numbered(0, 16)
      .map(({ id }) => id)
      .filter((id) => id !== 6);
    const byDefault = await list(offset());
    expect(idsOf(byDefault)).toEqual(wanted);
    expect(doubtsOf(byDefault)).toEqual([
      expect.stringContaining('say in `advance` whether an offset counts what was asked for'),
    ]);
    const declared = await list(offset({ advance: 'asked' }));
    expect(idsOf(declared)).toEqual(wanted);
    expect(doubtsOf(declared)).toEqual([]);
  });

  it('may mean that the provider gives no more at a time: nothing is skipped', async () => {
    // Asked for four, it gives three.
    script = (url) => {
      const from = Number(url.searchParams.get('skip'));
      return { data: numbered(from, Math.min(10, from + 3)) };
    };
    for (const more of [{}, { advance: 'asked' }, { advance: 'received' }]) {
      const pages = await list(offset(more));
      expect(idsOf(pages)).toEqual(numbered(0, 10).map(({ id }) => id));
      expect(doubtsOf(pages)).toEqual([]);
    }
  });

  it('is followed by a page that is refused: that may be the end, and proves nothing', async () => {
    script = (url, response) => {
      const nth = Number(url.searchParams.get('page'));
      if (nth > 3)
        response.writeHead(400, { 'content-type': 'application/json' }).end('{"code":"invalid_page"}');
      return { data: numbered((nth - 1) * 4, Math.min(10, nth * 4)) };
    };
    const pages = await list(page());
    expect(idsOf(pages)).toHaveLength(10);
    expect(doubtsOf(pages)).toEqual([expect.stringContaining('the page behind a short one was refused')]);
  });

  it('and a refusal of which the settings say what it means is no end', async () => {
    script = (url, response) => {
      if (Number(url.searchParams.get('page')) === 3) response.writeHead(410).end();
      const nth = Number(url.searchParams.get('page'));
      return { data: numbered((nth - 1) * 4, nth === 2 ? 7 : nth * 4) };
    };
    const errors = [{ status: 410, code: 'provider.cursor_expired' }];
    await expect(list(page(), null, { errors })).rejects.toMatchObject({ code: 'provider.cursor_expired' });
    expect(doubtsOf(await list(page()))).toHaveLength(1);
  });

  it.each([401, 403, 500])('and a refusal of another kind, %i, fails', async (status) => {
    script = (url, response) => {
      const nth = Number(url.searchParams.get('page'));
      if (nth > 1) response.writeHead(status).end();
      return { data: numbered(0, 3) };
    };
    await expect(list(page())).rejects.toMatchObject({ status });
  });
});

describe('the end of a listing', () => {
  const full = (count: number, more: (nth: number) => object = () => ({})) =>
    hiding(count, () => false, more);

  it.each([8, 9])('is told by a total of %i, without asking for more', async (count) => {
    script = full(count, () => ({ total: count }));
    const pages = await list(page({ kind: 'total', path: 'total' }));
    expect(idsOf(pages)).toHaveLength(count);
    expect(asked).toHaveLength(Math.ceil(count / 4));
  });

  it('is not reached by fewer than the total: it goes on to an empty page and gives the total to hold it against', async () => {
    script = full(8, () => ({ total: '60' }));
    const pages = await list(page({ kind: 'total', path: 'total' }));
    expect(pages.map(({ total }) => total)).toEqual([60, 60, 60]);
    expect(idsOf(pages)).toHaveLength(8);
  });

  it('is told by a number of pages; an empty one before it is told', async () => {
    script = full(8, () => ({ pages: 2 }));
    expect(idsOf(await list(page({ kind: 'pages', path: 'pages' })))).toHaveLength(8);
    expect(asked).toHaveLength(2);
    script = full(8, () => ({ pages: 4 }));
    expect(doubtsOf(await list(page({ kind: 'pages', path: 'pages' })))).toEqual([
      'there are 4 pages, and ?limit=4&page=3 is empty',
    ]);
  });

  it.each([
    [true, false, {}],
    [1, 0, {}],
    ['true', 'false', {}],
    [false, true, { inverse: true }],
  ])('is told by a flag, %j and then %j', async (more, end, inverse) => {
    script = full(8, (nth) => ({ flag: nth < 2 ? more : end }));
    expect(idsOf(await list(page({ kind: 'more', path: 'flag', ...inverse })))).toHaveLength(8);
    expect(asked).toHaveLength(2);
  });

  it('is told by a number of pages to offsets as well, and what is behind the last one is not asked for', async () => {
    const end = { kind: 'pages', path: 'pages' };
    for (const total of [1, 4, 5, 8, 13, 16]) {
      script = (url, response) => {
        const from = Number(url.searchParams.get('skip') ?? 0);
        if (from >= total) response.statusCode = 400;
        return { data: numbered(from, Math.min(total, from + 4)), pages: Math.ceil(total / 4) };
      };
      for (const more of [{}, { advance: 'asked' }, { advance: 'received' }, { overlap: false }]) {
        const pages = await list(offset({ end, ...more }));
        expect([total, more, idsOf(pages).length, doubtsOf(pages)]).toEqual([total, more, total, []]);
      }
    }
  });

  it('is a status where that is said of it', async () => {
    script = (url, response) => {
      const nth = Number(url.searchParams.get('page'));
      if (nth > 2) response.writeHead(404).end();
      return { data: numbered((nth - 1) * 4, nth * 4) };
    };
    const pages = await list(page({ kind: 'status', status: [404] }));
    expect(idsOf(pages)).toHaveLength(8);
    expect(doubtsOf(pages)).toEqual([]);
    await expect(list(page())).rejects.toMatchObject({ status: 404 });
  });

  it('may be the last page again, where that is said of it: the engine is told', async () => {
    script = full(8);
    expect((await list(page({ kind: 'repeatedPage' })))[0]).toMatchObject({ repeatsAtEnd: true });
    expect((await list(page()))[0]).not.toHaveProperty('repeatsAtEnd');
  });

  it('that is the last page again is not a page of which every record was left out', async () => {
    const ends = page({ kind: 'repeatedPage' });
    script = hiding(12, (id) => id >= 4 && id < 8);
    const pages = await list(ends);
    expect(idsOf(pages)).toEqual([0, 1, 2, 3, 8, 9, 10, 11]);
    // This provider gives empty pages behind its last one: it ends, and not as it was declared.
    expect(doubtsOf(pages)).toEqual(['two pages in a row are empty, and the last page did not come again']);
    script = hiding(0, () => false);
    const nothing = await list(ends);
    expect([nothing.length, doubtsOf(nothing)]).toEqual([1, []]);
  });

  it('of a cursor that is never missing is an empty page, where that is said of it', async () => {
    script = (url) => {
      const from = Number(url.searchParams.get('after') ?? 0);
      return { data: numbered(from, Math.min(6, from + 4)), next: String(Math.min(6, from + 4)) };
    };
    const pagination = { kind: 'cursor', param: 'after', nextPath: 'next', end: 'emptyPage' };
    expect(idsOf(await list({ pagination }))).toHaveLength(6);
  });

  it('is false, in place of an address', async () => {
    script = () => ({ data: numbered(0, 1), next: false });
    expect(idsOf(await list({ pagination: { kind: 'nextUrl', path: 'next' } }))).toEqual([0]);
  });

  it.each([null, '', false, [], {}])('is %j, in place of a cursor', async (next) => {
    script = () => ({ data: numbered(0, 4), next });
    const pages = await list({ pagination: { kind: 'cursor', param: 'after', nextPath: 'next' } });
    expect([idsOf(pages).length, doubtsOf(pages)]).toEqual([4, []]);
  });

  it.each([true, { after: 4 }, ['4']])('is not %j, which is no cursor either', async (next) => {
    script = () => ({ data: numbered(0, 4), next });
    const pagination = { kind: 'cursor', param: 'after', nextPath: 'next' };
    await expect(list({ pagination })).rejects.toMatchObject({
      code: 'provider.unexpected_shape',
      message: '"next" in the answer of /things is no cursor: it is neither a text nor a number',
    });
  });

  it('is not a page of which nothing is left but its overlap', async () => {
    script = hiding(8, (id) => id > 3 && id < 7);
    const pages = await list(offset({ advance: 'asked' }));
    expect(idsOf(pages)).toEqual([0, 1, 2, 3, 7]);
  });

  it('gives every record once, whatever is left out of which page', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.nat(30),
        fc.uniqueArray(fc.nat(30), { maxLength: 6 }),
        fc.boolean(),
        async (count, some, byPage) => {
          // A page of which everything is left out looks like the end to anybody.
          const hidden = some.filter((id) => id % 4 !== 0);
          script = hiding(count, (id) => hidden.includes(id));
          const pages = await list(byPage ? page() : offset({ advance: 'asked' }));
          const wanted = numbered(0, count)
            .map(({ id }) => id)
            .filter((id) => !hidden.includes(id));
          expect([...new Set(idsOf(pages))]).toEqual(wanted);
        },
      ),
      { numRuns: 40 },
    );
  });
});

describe('a place of the next page that is not in the answer', () => {
  const odata = (path: string): JsonObject => ({
    recordsPath: 'value',
    pageSizeParam: 'top',
    pagination: { kind: 'nextUrl', path },
  });

  it('for its dots were not escaped is told with how to write it', async () => {
    script = (url) => {
      const from = Number(url.searchParams.get('skip') ?? 0);
      const next = from < 8 ? { '@odata.nextLink': `${base()}/things?skip=${from + 4}` } : {};
      return { value: numbered(from, from + 4), ...next };
    };
    await expect(list(odata('@odata.nextLink'))).rejects.toMatchObject({
      code: 'provider.unexpected_shape',
      message: expect.stringContaining('write its dots as @odata\\.nextLink') as string,
    });
    expect(idsOf(await list(odata('@odata\\.nextLink')))).toHaveLength(12);
  });

  it('although the first page is full proves nothing; a page that is not full is the end', async () => {
    script = () => ({ value: numbered(0, 4) });
    expect(doubtsOf(await list(odata('paging.next')))).toEqual([
      '"paging.next" is not in the answer of /things, although its first page was full',
    ]);
    script = () => ({ value: numbered(0, 3) });
    expect(doubtsOf(await list(odata('paging.next')))).toEqual([]);
  });

  it('is missed also where the provider is not told the size of its pages, which is known', async () => {
    script = () => ({ value: numbered(0, 4) });
    const { pageSizeParam: _, ...untold } = odata('paging.next');
    expect(doubtsOf(await list({ ...untold, pageSize: 4 }))).toHaveLength(1);
    expect(doubtsOf(await list({ ...untold, pageSize: 5 }))).toHaveLength(0);
  });

  it('in a Link header that cannot be read fails', async () => {
    script = (_url, response) => {
      response.setHeader('link', '<http://a.example/p2>; rel="next');
      return { data: numbered(0, 4) };
    };
    await expect(list({ pagination: { kind: 'link' } })).rejects.toMatchObject({
      code: 'provider.unexpected_shape',
    });
  });
});

describe('evidence of records that are missing', () => {
  it.each([
    ['a total in the body', { totalPath: 'meta.total' }, { body: { meta: { total: 60 } } }],
    ['a total in Content-Range', {}, { headers: { 'content-range': 'items 0-3/60' } }],
  ])('is %s', async (_name, settings, told: { body?: object; headers?: Record<string, string> }) => {
    script = (_url, response) => {
      for (const [name, value] of Object.entries(told.headers ?? {})) response.setHeader(name, value);
      return { data: numbered(0, 4), ...told.body };
    };
    expect((await list(settings))[0]).toMatchObject({ next: null, total: 60 });
  });

  it('is a last page that is partial, unless it reaches the total', async () => {
    const partial =
      (range?: string): Script =>
      (_url, response) => {
        response.statusCode = 206;
        if (range !== undefined) response.setHeader('content-range', range);
        return { data: numbered(0, 4) };
      };
    script = partial();
    expect(doubtsOf(await list({}))).toEqual(['its last page was answered with 206 Partial Content']);
    script = partial('items 0-3/9');
    expect(doubtsOf(await list({}))).toHaveLength(1);
    script = partial('items 5-8/9');
    expect(doubtsOf(await list({}))).toEqual([]);
  });

  it.each([
    [{ error: { code: 503 } }, 'error'],
    [{ errors: ['overloaded'] }, 'errors'],
    [{ error: 'overloaded', data: null }, 'error'],
  ])('is an error beside an empty list: %j is refused', async (body, name) => {
    script = () => ({ data: [], total: 60, next: null, ...body });
    const refused = list({ nothing: ['null'] });
    await expect(refused).rejects.toMatchObject({
      code: 'provider.error_in_answer',
      errorClass: 'transient',
    });
    await expect(refused).rejects.toThrow(`has no record, but "${name}": `);
    expect(idsOf(await list({ nothing: ['null'], errorBesideNothing: 'ignore' }))).toEqual([]);
  });

  it.each([{ error: null }, { errors: [] }, { error: false }, { errors: {} }, { error: '' }])(
    'is no member that says that there was none: %j',
    async (body) => {
      script = () => ({ data: [], ...body });
      expect(idsOf(await list({}))).toEqual([]);
    },
  );

  it('is no error beside records', async () => {
    script = () => ({ data: numbered(0, 2), errors: ['one field is deprecated'] });
    expect(idsOf(await list({}))).toHaveLength(2);
  });
});

describe('an answer without a list', () => {
  const changes = { incremental: { kind: 'time', param: 'since' } };
  const noContent: Script = (_url, response) => response.writeHead(204).end();

  it('says that nothing changed: 204 and null', async () => {
    script = noContent;
    expect(idsOf(await list(changes, SINCE))).toEqual([]);
    script = () => ({ data: null });
    expect(idsOf(await list(changes, SINCE))).toEqual([]);
    script = () => null;
    expect(idsOf(await list(changes, SINCE))).toEqual([]);
  });

  it('is not believed where everything is read, and the message says what came', async () => {
    script = noContent;
    await expect(list(changes)).rejects.toThrow('/things answered 204 No Content, without a list');
    script = () => null;
    await expect(list({})).rejects.toThrow('/things answered 200 with the body null, without a list');
    script = () => ({ data: null });
    await expect(list({})).rejects.toThrow('"data" in the answer of /things holds null, not a list');
    script = () => ({ result: [], more: 1 });
    await expect(list({})).rejects.toThrow('holds nothing, not a list: it has only result, more');
    script = () => ({ data: {} });
    await expect(list({})).rejects.toThrow('holds an object, not a list');
  });

  it('is nothing in every reading where that is said of it', async () => {
    const nothing = ['noContent', 'null', 'absent', 'notFound'];
    const scripts: Script[] = [
      noContent,
      () => ({ data: null }),
      () => ({}),
      (_url, response) => response.writeHead(404).end(),
    ];
    for (const each of scripts) {
      script = each;
      expect(idsOf(await list({ nothing }))).toEqual([]);
    }
  });
});

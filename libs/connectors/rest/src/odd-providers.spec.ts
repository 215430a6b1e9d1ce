import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { ListedLogger } from '@evenkeel/conformance';
import { GuardedCallers } from '@evenkeel/connector-simulator/testing';
import type { JsonObject, Watermark } from '@evenkeel/domain';
import type { ConnectorSession } from '@evenkeel/ports';
import { RestConnector } from './rest-connector.js';

type Script = (url: URL, request: IncomingMessage, response: ServerResponse) => unknown;

const connector = new RestConnector();
let script: Script = () => ({});
let asked: string[] = [];
const callers = new GuardedCallers();
const server = createServer((request, response) => {
  asked.push(request.url ?? '');
  const answer = script(new URL(request.url ?? '/', base()), request, response);
  if (response.headersSent) return;
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

function sessionOf(
  stream: JsonObject,
  rest: JsonObject = {},
  credentials: JsonObject = {},
): ConnectorSession {
  const settings = { baseUrl: base(), streams: { things: { path: '/things', ...stream } }, ...rest };
  const [gateways, { clock }] = [callers.gateways(connector.destinations(settings)), callers];
  return connector.open({ settings, credentials, gateways, clock, log: new ListedLogger() });
}
const read = async (
  session: ConnectorSession,
  cursor: string | null = null,
  since: Watermark | null = null,
  pageSize = 10,
) => (await session.stream('things')).readPage({ cursor, pageSize, since });
const readOne = async (session: ConnectorSession, externalId: string) =>
  (await session.stream('things')).readOne?.(externalId);
async function readAll(session: ConnectorSession, pageSize = 10): Promise<unknown[]> {
  const ids: unknown[] = [];
  let cursor: string | null = null;
  do {
    const page = await read(session, cursor, null, pageSize);
    ids.push(...page.records.map(({ externalId }) => externalId));
    cursor = page.next;
  } while (cursor !== null && asked.length < 50);
  return ids;
}
const numbered = (from: number, to: number) =>
  Array.from({ length: to - from }, (_, i) => ({ id: from + i }));

describe('a listing that can be narrowed', () => {
  it('is asked for the values that it takes, on each page, and for no others', async () => {
    script = () => numbered(0, 2);
    const session = sessionOf({ filterParams: { 'state.name': 'state' }, params: { sort: 'id' } });
    const things = await session.stream('things');
    expect(things.description).toMatchObject({ filters: ['state.name'] });
    const filter = { 'state.name': 'on & off', other: 1 };
    await things.readPage({ cursor: null, pageSize: 10, since: null, filter });
    expect(asked).toEqual(['/things?sort=id&state=on+%26+off']);
  });
});

describe('paging by numbers', () => {
  const paged = { pageSizeParam: 'size', pagination: { kind: 'page', param: 'page' } };

  it('reads to the end although the provider gives smaller pages than it is asked for', async () => {
    script = (url) => {
      const page = Number(url.searchParams.get('page')) - 1;
      return numbered(page * 4, Math.min(10, page * 4 + 4));
    };
    expect(await readAll(sessionOf(paged), 1000)).toHaveLength(10);
    expect(asked).toEqual([
      '/things?size=1000&page=1',
      '/things?size=1000&page=2',
      '/things?size=1000&page=3',
      '/things?size=1000&page=4',
    ]);
  });

  it('ends at an empty page when the last full one was full', async () => {
    script = (url) => {
      const offset = Number(url.searchParams.get('skip'));
      return numbered(offset, Math.min(8, offset + 4));
    };
    expect(
      await readAll(sessionOf({ pagination: { kind: 'offset', param: 'skip', overlap: false } })),
    ).toHaveLength(8);
    expect(asked).toHaveLength(3);
  });

  it('gives ever new cursors to a provider that repeats its page for ever, for the engine to notice', async () => {
    script = () => numbered(0, 3);
    const first = await read(sessionOf(paged));
    const second = await read(sessionOf(paged), first.next);
    expect(second.records).toEqual(first.records);
    expect(new Set([first.next, second.next]).size).toBe(2);
  });

  it('never asks for more than the manifest says that the provider gives', async () => {
    script = () => [];
    await read(sessionOf({ ...paged, pageSize: 100 }), null, null, 5000);
    expect(asked).toEqual(['/things?size=100&page=1']);
  });

  it('says so when a cursor is of another kind of pagination', async () => {
    await expect(read(sessionOf(paged), 'abc')).rejects.toMatchObject({ code: 'config.invalid_settings' });
  });
});

describe('the address of the next page', () => {
  it.each([
    [
      'link',
      (_url, _request, response) => void response.setHeader('link', '<http://127.0.0.1:1/next>; rel="next"'),
    ],
    ['nextUrl', () => ({ next: 'https://elsewhere.example/next' })],
  ] as [string, Script][])('by %s on another host is not called', async (kind, answer) => {
    script = (url, request, response) => answer(url, request, response) ?? { data: [] };
    const pagination = kind === 'link' ? { kind } : { kind, path: 'next' };
    const session = sessionOf({ pagination, recordsPath: kind === 'link' ? 'data' : '' });
    script = (url, request, response) => ({
      data: [],
      ...(answer(url, request, response) as object | undefined),
    });
    const page = read(sessionOf({ pagination, recordsPath: 'data' }));
    await expect(page).rejects.toMatchObject({ code: 'provider.redirected', errorClass: 'config' });
    await expect(read(session, 'https://elsewhere.example/next')).rejects.toMatchObject({
      code: 'provider.redirected',
    });
    expect(asked).toHaveLength(1);
  });

  it('may be relative, and is asked for with the key but kept without it', async () => {
    script = (url) => ({ data: [], next: `?after=1&key=${url.searchParams.get('key') ?? ''}` });
    const auth = { auth: { kind: 'apiKey', in: 'query', name: 'key' } };
    const stream = { recordsPath: 'data', pagination: { kind: 'nextUrl', path: 'next' } };
    const session = () => sessionOf(stream, auth, { apiKey: 'k3y-in-the-query' });
    const { next } = await read(session());
    expect(next).toBe(`${base()}/things?after=1`);
    await read(session(), next);
    expect(asked).toEqual(['/things?key=k3y-in-the-query', '/things?after=1&key=k3y-in-the-query']);
  });
});

describe('a cursor', () => {
  const stripe = {
    recordsPath: 'data',
    pagination: { kind: 'cursor', param: 'starting_after', lastPath: 'id', hasMorePath: 'has_more' },
  };

  it.each([
    [{ data: [], has_more: true }, 'says that there are more records'],
    [{ data: [{ name: 'no id' }], has_more: true }, 'says that there are more records'],
    [{ data: [{ id: 'a' }] }, '"has_more"'],
    [{ items: [] }, '"data"'],
  ])('that cannot be had from %j is no end', async (answer, message) => {
    script = () => answer;
    await expect(read(sessionOf(stripe))).rejects.toMatchObject({
      code: 'provider.unexpected_shape',
      message: expect.stringContaining(message) as string,
    });
  });
});

describe('authentication', () => {
  const seen = async (auth: JsonObject, credentials: JsonObject): Promise<IncomingMessage['headers']> => {
    let headers: IncomingMessage['headers'] = {};
    script = (_url, request) => {
      ({ headers } = request);
      return [];
    };
    await sessionOf({}, { auth, headers: { 'x-version': '7' } }, credentials).check();
    return headers;
  };

  it('sends a key, a token or a name with its password', async () => {
    expect(await seen({ kind: 'apiKey', in: 'header', name: 'X-Key' }, { apiKey: 'k' })).toMatchObject({
      'x-key': 'k',
      'x-version': '7',
    });
    expect(await seen({ kind: 'bearer' }, { token: 't' })).toMatchObject({ authorization: 'Bearer t' });
    expect(await seen({ kind: 'basic' }, { username: 'ü', password: 'p' })).toMatchObject({
      authorization: `Basic ${Buffer.from('ü:p').toString('base64')}`,
    });
  });
});

describe('the error table', () => {
  const errors = [
    { status: 200, bodyPath: 'error', equals: 'ratelimited', code: 'provider.rate_limited' },
    { bodyPath: 'error', code: 'provider.unauthorized' },
    { status: 420, code: 'provider.server_error' },
  ];

  it('finds the error inside an answer that claims success', async () => {
    script = () => ({ ok: false, error: 'account_inactive' });
    await expect(read(sessionOf({}, { errors }))).rejects.toMatchObject({ code: 'provider.unauthorized' });
  });

  it('reads a status of the provider’s own', async () => {
    script = (_url, _request, response) => response.writeHead(420).end('{}');
    await expect(read(sessionOf({}, { errors }))).rejects.toMatchObject({
      code: 'provider.server_error',
      status: 420,
    });
  });

  it('leaves all else to the usual reading', async () => {
    script = () => [{ id: 1, error: null }];
    expect((await read(sessionOf({}, { errors }))).records).toHaveLength(1);
  });
});

describe('a record', () => {
  const one = async (record: unknown, stream: JsonObject = {}) => {
    script = () => [record];
    return (await read(sessionOf({ versionPath: 'v', modifiedAtPath: 'at', ...stream }))).records[0];
  };

  it.each([
    [{ id: 7, v: '12', at: '2026-01-02 03:04:05' }, '7', '12', '2026-01-02T03:04:05.000Z'],
    [{ id: 'x', v: 3, at: 1_767_323_045 }, 'x', '3', '2026-01-02T03:04:05.000Z'],
    [{ id: 'x', v: '3-9f', at: '2026-01-02T03:04:05+02:00' }, 'x', 'opaque:3-9f', '2026-01-02T01:04:05.000Z'],
    [{ id: '', v: 1.5, at: 'yesterday' }, null, '1.5', null],
    [{ id: { a: 1 }, v: null, at: 9_000_000_000_000_000 }, null, null, null],
    [null, null, null, null],
  ])('%j has its id, version and time in one form', async (record, externalId, version, modifiedAt) => {
    expect(await one(record)).toMatchObject({ externalId, version, modifiedAt, data: record });
  });

  it.each([
    [{ id: '' }, 'an empty text'],
    [{ id: true }, 'true'],
    [{ id: { a: 1 } }, 'an object'],
    [{ id: null }, 'null'],
    [{}, undefined],
  ])('%j says what stands in place of its id', async (record, noId) => {
    expect((await one(record))?.noId).toBe(noId);
  });

  it('may lie deeper in its entry and have its id deeper still', async () => {
    const entry = { node: { meta: { ids: [{ value: 5 }] } } };
    const read5 = await one(entry, { recordPath: 'node', idPath: 'meta.ids.0.value' });
    expect(read5).toMatchObject({ externalId: '5', data: entry.node });
    expect(await one({}, { recordPath: 'node' })).toMatchObject({ externalId: null, data: null });
  });
});

describe('reading what changed', () => {
  const since: Watermark = { kind: 'time', value: '2026-01-02T03:04:05.678Z' };

  it.each([
    ['iso', '2026-01-02T03:04:05Z'],
    ['unix', '1767323045'],
  ])('asks with the time as %s, in whole seconds and never later', async (format, text) => {
    script = () => [];
    await read(sessionOf({ incremental: { kind: 'time', param: 'since', format } }), null, since);
    expect(asked).toEqual([`/things?since=${encodeURIComponent(text)}`]);
  });

  it('tells no bound where the provider shows no clock', async () => {
    script = (_url, _request, response) => {
      response.sendDate = false;
      return [];
    };
    const page = await read(sessionOf({ incremental: { kind: 'time', param: 'since' } }));
    expect(page.bound).toBeNull();
  });

  it('takes a bound that lies before the answer by as long as it took', async () => {
    script = (_url, _request, response) => {
      response.setHeader('date', 'Sat, 21 Nov 2026 10:00:00 GMT');
      return [];
    };
    const { bound } = await read(sessionOf({ incremental: { kind: 'time', param: 'since' } }));
    expect(Date.parse(bound?.value ?? '')).toBeLessThan(Date.parse('2026-11-21T10:00:00Z'));
    expect(Date.parse(bound?.value ?? '')).toBeGreaterThan(Date.parse('2026-11-21T09:59:00Z'));
  });

  const feed = { recordsPath: 'results', recordPath: 'doc', tombstone: { path: 'deleted', equals: true } };
  const incremental = { kind: 'position', param: 'since', positionPath: 'last_seq' };

  it('gives tombstones of a feed as records that are gone, and its position', async () => {
    script = () => ({ results: [{ deleted: true, doc: { id: 1 } }, { doc: { id: 2 } }], last_seq: 12 });
    const page = await read(sessionOf({ ...feed, incremental }));
    expect(page).toMatchObject({
      records: [{ externalId: '1', data: null, gone: 'announced' }, { externalId: '2' }],
      next: '12',
      bound: { kind: 'position', value: '12' },
    });
  });

  it('finds the id of a tombstone beside the record that it has no more of', async () => {
    const tombstone = { path: 'deleted', equals: true, idPath: 'key' };
    script = () => ({ results: [{ deleted: true, key: 'k1', doc: null }, { deleted: true }], last_seq: 12 });
    const { records } = await read(sessionOf({ ...feed, tombstone, incremental }));
    expect(records).toMatchObject([
      { externalId: 'k1', gone: 'announced' },
      { externalId: null, gone: 'announced' },
    ]);
  });

  it('goes on from a position, and ends at an empty page', async () => {
    script = () => ({ results: [], last_seq: '12-x' });
    const page = await read(sessionOf({ ...feed, incremental }), null, { kind: 'position', value: '12-x' });
    expect(asked).toEqual(['/things?since=12-x']);
    expect(page).toMatchObject({ next: null, bound: { kind: 'position', value: '12-x' } });
  });

  it('does not take a time for a position', async () => {
    const page = read(sessionOf({ ...feed, incremental }), null, since);
    await expect(page).rejects.toMatchObject({ code: 'config.invalid_settings' });
  });

  it('needs the position of a feed', async () => {
    script = () => ({ results: [] });
    await expect(read(sessionOf({ ...feed, incremental }))).rejects.toMatchObject({
      code: 'provider.unexpected_shape',
      message: expect.stringContaining('last_seq') as string,
    });
  });
});

describe('the order of states', () => {
  it.each([
    ['a whole number', 7, undefined, '7'],
    ['a decimal as text', '7.10', undefined, '7.10'],
    ['a time', '2026-11-28T10:00:00Z', undefined, '1795860000'],
    ['an opaque text', '3-9f', undefined, 'opaque:3-9f'],
    ['digits of a hash', '9007199', 'none', 'opaque:9007199'],
    ['a text in order', '01HZ', 'text', 'text:01HZ'],
    ['no number where one should be', 'v7', 'number', null],
    ['nothing', null, undefined, null],
  ] as const)('is told by %s', async (_, v, versionOrder, version) => {
    script = () => [{ id: 1, v }];
    const { records } = await read(sessionOf({ versionPath: 'v', ...(versionOrder && { versionOrder }) }));
    expect(records).toMatchObject([{ externalId: '1', version }]);
  });
});

describe('reading one record', () => {
  it('finds it where the stream says', async () => {
    script = () => ({ thing: { id: 9 } });
    const session = sessionOf({ readOne: { path: '/things/{id}', recordPath: 'thing' } });
    expect(await readOne(session, 'a/b?c')).toMatchObject({ externalId: '9' });
    expect(asked).toEqual(['/things/a%2Fb%3Fc']);
  });

  it('has none where the provider says that it is gone', async () => {
    const session = sessionOf({
      readOne: { path: '/things/{id}' },
      tombstone: { path: 'deleted', equals: true },
    });
    script = () => ({ id: 9, deleted: true });
    expect(await readOne(session, '9')).toBeUndefined();
    script = (_url, _request, response) => response.writeHead(410).end();
    expect(await readOne(session, '9')).toBeUndefined();
  });

  const GONE_AT_403 = [{ status: 403, bodyPath: 'error.code', equals: 'NO_SUCH' }];
  it.each([
    ['403 with a word in the body', GONE_AT_403, 403, { error: { code: 'NO_SUCH' } }, {}],
    ['400', [{ status: 400 }], 400, { error: 'no' }, {}],
    ['200 with an empty list', [{ bodyPath: 'data', empty: true }], 200, { data: [] }, {}],
    ['200 with null', [{ bodyPath: '', empty: true }], 200, null, {}],
    ['200 with a path that leads nowhere', [{ bodyPath: 'data.0', empty: true }], 200, {}, {}],
    ['200 with a flag', [{ bodyPath: 'archived', equals: true }], 200, { id: 9, archived: true }, {}],
    ['a rule of errors', undefined, 403, {}, { errors: [{ status: 403, code: 'provider.record_gone' }] }],
    ['a rule to not found', undefined, 400, {}, { errors: [{ status: 400, code: 'provider.not_found' }] }],
  ] as const)('has none where what it says means so: %s', async (_, gone, status, body, rest) => {
    const readOneSettings = { path: '/things/{id}' };
    const session = sessionOf({ readOne: readOneSettings, ...(gone && { gone: [...gone] }) }, rest);
    script = (_url, _request, response) =>
      response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
    expect(await readOne(session, '9')).toBeUndefined();
  });

  it.each([
    ['403 with another word', 403, { error: { code: 'FORBIDDEN' } }, {}, 'provider.unauthorized'],
    [
      '403 that asks to slow down',
      403,
      { error: { code: 'NO_SUCH' } },
      { 'retry-after': '3' },
      'provider.rate_limited',
    ],
    ['a server that fails', 500, {}, {}, 'provider.server_error'],
    ['404, which was not named', 404, {}, {}, 'provider.record_not_readable'],
  ] as const)(
    'is not taken for gone by what was not declared: %s',
    async (_, status, body, headers, code) => {
      const gone = [...GONE_AT_403, { bodyPath: 'data', empty: true }];
      const session = sessionOf({ readOne: { path: '/things/{id}' }, gone });
      script = (_url, _request, response) =>
        response
          .writeHead(status, { 'content-type': 'application/json', ...headers })
          .end(JSON.stringify(body));
      await expect(readOne(session, '9')).rejects.toMatchObject({ code });
    },
  );

  it('is not gone where a rule of errors says what 404 is', async () => {
    const errors = [{ status: 404, code: 'provider.server_error' }];
    const session = sessionOf({ readOne: { path: '/things/{id}' } }, { errors });
    script = (_url, _request, response) => response.writeHead(404).end();
    await expect(readOne(session, '9')).rejects.toMatchObject({ code: 'provider.server_error' });
  });

  it('is not possible for a stream that does not say how', async () => {
    expect(await sessionOf({}).stream('things')).not.toHaveProperty('readOne');
  });
});

describe('the id of a record in an address', () => {
  const stats = { idPath: ['campaign', 'day'], readOne: { path: '/stats/{campaign}?on={day}' } };

  it('has its parts where the stream puts them', async () => {
    script = () => ({ campaign: 'a/b', day: '2026-01-01' });
    expect(await readOne(sessionOf(stats), 'a~1b/2026-01-01')).toMatchObject({
      externalId: 'a~1b/2026-01-01',
    });
    expect(asked).toEqual(['/stats/a%2Fb?on=2026-01-01']);
    await expect(readOne(sessionOf(stats), '7')).rejects.toMatchObject({
      code: 'provider.record_not_readable',
    });
    await expect(readOne(sessionOf(stats), '../2026-01-01')).rejects.toMatchObject({
      code: 'provider.record_not_readable',
    });
  });

  it('needs a place for each of its parts', () => {
    const without = { ...stats, readOne: { path: '/stats/{campaign}' } };
    expect(() => sessionOf(without)).toThrow('must hold {id}');
    expect(() => sessionOf({ readOne: { path: '/stats' } })).toThrow('must hold {id}');
  });

  it('is spelt as records have it, where small letters and capitals are the same', async () => {
    const stream = await sessionOf({ idCase: 'fold', readOne: { path: '/things/{id}' } }).stream('things');
    expect(stream.spellId?.('ABC')).toBe('abc');
    expect(await sessionOf({}).stream('things')).not.toHaveProperty('spellId');
  });

  it.each(['.', '..'])('that would lead elsewhere, "%s", is not asked for', async (id) => {
    const session = sessionOf({ readOne: { path: '/things/{id}' } });
    await expect(readOne(session, id)).rejects.toMatchObject({ code: 'provider.record_not_readable' });
    expect(asked).toEqual([]);
  });

  it.each(['...', 'a/..', '%2e%2e', '../x', '?', '#', ' '])('stays below the path: "%s"', async (id) => {
    script = () => ({ id });
    expect(await readOne(sessionOf({ readOne: { path: '/things/{id}' } }), id)).toMatchObject({
      externalId: id,
    });
    expect(asked).toEqual([`/things/${encodeURIComponent(id)}`]);
  });

  it('may be dots where it is a parameter, or only a part of a name', async () => {
    script = () => ({ id: '..' });
    await readOne(sessionOf({ readOne: { path: '/things?id={id}' } }), '..');
    await readOne(sessionOf({ readOne: { path: '/things/{id}.json' } }), '.');
    expect(asked).toEqual(['/things?id=..', '/things/..json']);
  });
});

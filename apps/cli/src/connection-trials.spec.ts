import type { ConnectionCheck, ConnectionView, ListView, TrialView } from '@evenkeel/contracts-admin';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startEngine } from './testing/start-engine.js';
import { typeIn, type Seen } from './testing/type-in.js';

const engine = startEngine();
const SECRET = 'sk_canary_5f2e9';
const rows = Array.from({ length: 25 }, (_, at) => ({ id: at + 1, updated: `2026-01-${at + 1}T00:00:00Z` }));
let asked: string[] = [];
let server: Server;
let folder: string;
let baseUrl: string;

/** An API with a key, whose pages hold ten, that knows nothing of `since` and refuses what is not there. */
function answerOf(request: IncomingMessage): readonly [number, unknown] {
  asked.push(request.url ?? '');
  const { pathname, searchParams } = new URL(request.url ?? '', 'http://x');
  if (pathname === '/token') return [200, { access_token: SECRET, expires_in: 60, refresh_token: 'next' }];
  if (request.headers['x-api-key'] !== SECRET)
    return [401, { error: `no key ${String(request.headers['x-api-key'])}` }];
  const [, id] = /^\/items\/(\d+)$/.exec(pathname) ?? [];
  if (id !== undefined)
    return Number(id) > 25 ? [403, { error: `not with ${SECRET}` }] : [200, rows[Number(id) - 1]];
  const from = (Number(searchParams.get('page') ?? 1) - 1) * 10;
  return [200, { data: rows.slice(from, from + 10), echo: request.headers['x-api-key'] }];
}

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'trial-'));
  server = createServer((request, response) => {
    const [status, body] = answerOf(request);
    response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  baseUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(async () => {
  await new Promise((resolve) => server.close(resolve));
  await rm(folder, { recursive: true });
});
beforeEach(() => {
  asked = [];
});

const auth = { kind: 'apiKey', in: 'header', name: 'X-Api-Key' };
const pagination = { kind: 'page', param: 'page' };
const items = { path: '/items', recordsPath: 'data', pagination };
const incremental = { kind: 'time', param: 'since' };
const readOne = { path: '/items/{id}' };

async function file(name: string, content: object): Promise<string> {
  const path = join(folder, name);
  await writeFile(path, JSON.stringify(content));
  return path;
}

async function tryFile(streams: object, ...options: readonly string[]): Promise<Seen> {
  const settings = await file('settings.json', { baseUrl, auth, streams });
  const credentials = await file('credentials.json', { apiKey: SECRET });
  const command = ['connections', 'try', settings, '--credentials', credentials, ...options];
  return typeIn(command, { url: engine.url });
}

const type = (...given: readonly string[]) => typeIn(given, { url: engine.url });
const connections = async () =>
  (JSON.parse((await type('connections', 'list', '--json')).out) as ListView<ConnectionView>).items;

it('tells what was asked, what came, and where the next page is', async () => {
  const seen = await tryFile({ items });
  expect(seen).toMatchObject({ code: 0, err: '' });
  expect(seen.out).toMatch(/^items: 20 records on 2 pages\n {2}page 1\n {4}GET http:.*\/items\?page=1\n/);
  expect(seen.out).toContain('x-api-key: ***');
  expect(seen.out).toMatch(/answered 200 in \d+ ms: \{ data: a list of 10, echo: a text \}/);
  expect(seen.out).toContain('      id 1  {"id":1,"updated":"2026-01-1T00:00:00Z"}');
  expect(seen.out).toMatch(/10 records; goes on with 2/);
  expect(seen.out).toMatch(/1 stream can be read, and nothing looks doubtful$/);
  expect(asked).toEqual(['/items?page=1', '/items?page=2']);
});

it('reads as many pages of one stream as are wanted, and keeps nothing', async () => {
  const before = await connections();
  const seen = await tryFile({ items, others: { path: '/others' } }, '--stream', 'items', '--pages', '4');
  expect(seen.out).toMatch(/^items: 25 records on 4 pages\n/);
  expect(asked).toHaveLength(4);
  expect(await connections()).toEqual(before);
});

it.each<[string, object, string]>([
  [
    'a parameter for pages that is ignored',
    { ...items, pagination: { kind: 'page', param: 'p' } },
    'page 2 has the same records',
  ],
  ['no pages', { path: '/items', recordsPath: 'data' }, 'ends after 10 records'],
  [
    'a parameter for changes that is ignored',
    { ...items, modifiedAtPath: 'updated', incremental },
    'changed long before',
  ],
  ['a refusal of what is not there', { ...items, readOne }, 'say in `gone` what it looks like'],
  ['a path of ids that leads nowhere', { ...items, idPath: 'key' }, '20 of 20 records have no id'],
  [
    'a field that does not name a record',
    { ...items, idPath: 'updated', pageSize: 5 },
    'a page of 5 was asked for and 10 records came',
  ],
])('doubts %s', async (_, stream, told) => {
  const seen = await tryFile({ items: stream });
  expect(seen.code).toBe(0);
  expect(seen.out).toMatch(/ {2}doubtful: /);
  expect(seen.out).toContain(told);
});

it('says of each stream why it cannot be read, and ends otherwise', async () => {
  const seen = await tryFile({ items, rows: { path: '/items', recordsPath: 'rows' } });
  expect(seen.code).toBe(1);
  expect(seen.out).toContain(
    '"rows" in the answer of /items holds nothing, not a list: it has only data, echo',
  );
  expect(seen.out).toMatch(/1 of 2 streams cannot be read$/);
});

it('tells all that is wrong in a file at once, each with its place, and asks nothing', async () => {
  const wrong = { ...items, pageSize: '5', recordPath: 1, readOne: { path: '/items' }, idpath: 'x' };
  const seen = await tryFile({ items: wrong, others: { pagination: { kind: 'pages' } } });
  expect(seen).toMatchObject({ code: 2, out: '' });
  for (const place of [
    'items.pageSize',
    'items.recordPath',
    'items.readOne.path',
    'items.idpath',
    'others.path',
    'others.pagination.kind',
  ])
    expect(seen.err).toContain(`settings.streams.${place}: `);
  expect(asked).toEqual([]);
});

it('tells no secret, also where the provider gives it back', async () => {
  const streams = { items: { ...items, readOne, incremental }, all: { path: '/items', recordsPath: 'echo' } };
  for (const seen of [await tryFile(streams), await tryFile(streams, '--json')])
    expect(seen.out + seen.err).not.toContain(SECRET);
});

it('does not use up a refresh token for settings that are not kept', async () => {
  const settings = await file('settings.json', {
    baseUrl,
    auth: { kind: 'oauth2RefreshToken', tokenUrl: `${baseUrl}/token` },
    streams: { items },
  });
  const credentials = await file('credentials.json', { clientId: 'c', refreshToken: 'r0' });
  const seen = await type('connections', 'try', settings, '--credentials', credentials);
  expect(seen.code).toBe(1);
  expect(seen.out).toContain('(config.trial_uses_up)');
  expect(asked).toEqual([]);
});

describe('a connection that is there', () => {
  beforeAll(async () => {
    const settings = await file('kept.json', { baseUrl, auth, streams: { items: { ...items, readOne } } });
    const credentials = await file('credentials.json', { apiKey: SECRET });
    const add = ['connections', 'add', 'shop', '--connector', 'rest', '--settings', settings];
    expect(await type(...add, '--credentials', credentials)).toMatchObject({ code: 0 });
  });

  it('is tried by its name, also with other settings', async () => {
    expect((await type('connections', 'try', 'shop')).out).toMatch(/^items: 20 records on 2 pages/);
    const other = await file('other.json', { baseUrl, auth, streams: { all: { ...items, pageSize: 10 } } });
    const tried = await type('connections', 'try', other, '--connection', 'shop', '--json');
    expect(JSON.parse(tried.out) as TrialView).toMatchObject({ ok: true, streams: [{ stream: 'all' }] });
    expect((await type('connections', 'streams', 'shop')).out).not.toContain('all');
  });

  it('sends its credentials nowhere else for that', async () => {
    const elsewhere = await file('else.json', { baseUrl: 'http://127.0.0.1:9', auth, streams: { items } });
    const tried = await type('connections', 'try', elsewhere, '--connection', 'shop');
    expect(tried.code).not.toBe(0);
    expect(tried.err).toContain('credentials');
    expect(tried.err).not.toContain(SECRET);
  });

  it('is checked stream by stream, with a record that is listed and one that there is not', async () => {
    const seen = await type('connections', 'check', 'shop');
    expect(seen.code).toBe(0);
    expect(seen.out).toMatch(
      /^shop: the provider answers.*\n {2}items: can be read, 10 records on the first page\n/,
    );
    expect(seen.out).toContain('doubtful: the id "987654321" is made up');
    expect(asked.slice(1)).toEqual(['/items?page=1', '/items/1', '/items/987654321']);
    const check = JSON.parse((await type('connections', 'check', 'shop', '--json')).out) as ConnectionCheck;
    expect(check).toMatchObject({ ok: true, problem: null, streams: [{ stream: 'items', records: 10 }] });
  });

  it('is not sound while one of its streams cannot be read', async () => {
    const settings = await file('kept.json', {
      baseUrl,
      auth,
      streams: { items, rows: { path: '/items', recordsPath: 'r' } },
    });
    await type('connections', 'change', 'shop', '--settings', settings);
    const seen = await type('connections', 'check', 'shop');
    expect(seen.code).toBe(1);
    expect(seen.out).toContain('rows: cannot be read: "r" in the answer of /items');
    // What is wrong with one stream says nothing of the credentials.
    expect((await connections()).find(({ name }) => name === 'shop')).toMatchObject({ status: 'active' });
  });
});

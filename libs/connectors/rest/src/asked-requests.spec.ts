import type { Watermark } from '@evenkeel/domain';
import { Reply, startListServer, type Asked } from './testing/list-server.js';

const server = startListServer();
const since: Watermark = { kind: 'time', value: '2026-11-01T10:00:00.500Z' };
const byTime = { kind: 'time', param: 'since' };

/** What the first request of a reading was like. */
async function askedBy(stream: object, part = {}): Promise<Asked & { readonly url: URL }> {
  let first: (Asked & { readonly url: URL }) | undefined;
  server.answer = (url, asked) => {
    first ??= { ...asked, url };
    return { data: [] };
  };
  await server.list(stream, part);
  if (first === undefined) throw new Error('nothing was asked');
  return first;
}

describe('a request for a page', () => {
  it('is asked with POST where it has a body, whose type is said once', async () => {
    expect(await askedBy({ json: { a: 1, b: '{since}' }, incremental: { kind: 'time' } })).toMatchObject({
      method: 'POST',
      body: '{"a":1}',
      headers: { 'content-type': 'application/json', accept: 'application/json' },
    });
    const typed = await askedBy({
      form: { a: 'ü &' },
      headers: { 'Content-Type': 'application/x-own', Accept: 'application/x' },
    });
    expect(typed).toMatchObject({
      body: 'a=%C3%BC+%26',
      headers: { 'content-type': 'application/x-own', accept: 'application/x' },
    });
    expect(await askedBy({ method: 'POST' })).toMatchObject({ method: 'POST', body: '' });
    expect(await askedBy({})).toMatchObject({ method: 'GET', body: '' });
  });

  it('has a body, though all of it is left out', async () => {
    expect((await askedBy({ json: { at: '{since}' }, incremental: { kind: 'time' } })).body).toBe('{}');
    expect((await askedBy({ json: ['{since}'], incremental: { kind: 'time' } })).body).toBe('[]');
  });

  it('says since when also in a full reading, where the settings have a first moment', async () => {
    const incremental = { ...byTime, format: 'date', first: '2001-02-03T04:05:06Z' };
    expect((await askedBy({ incremental })).url.search).toBe('?since=2001-02-03');
    expect((await askedBy({ incremental }, { since })).url.search).toBe('?since=2026-11-01');
  });

  it.each([
    [{ format: 'iso' }, '2026-11-01T10:00:00Z', '2026-11-02T00:00:01Z'],
    [{ format: 'iso', inclusive: false }, '2026-11-01T09:59:59Z', '2026-11-02T00:00:02Z'],
    [{ format: 'iso_ms' }, '2026-11-01T10:00:00.500Z', '2026-11-02T00:00:00.250Z'],
    [{ format: 'date' }, '2026-11-01', '2026-11-03'],
    [{ format: 'unix' }, '1793527200', '1793577601'],
  ])('asks for a stretch of time that holds the one that is meant: %j', async (format, from, to) => {
    const incremental = { ...byTime, ...format };
    const { url } = await askedBy(
      { incremental, params: { before: '{until}' } },
      { since, until: '2026-11-02T00:00:00.250Z' },
    );
    expect(Object.fromEntries(url.searchParams)).toEqual({ since: from, before: to });
  });
});

it('a header of the connection says more of a body than the body does', async () => {
  let type: unknown;
  server.answer = (_url, { headers }) => {
    type = headers['content-type'];
    return { data: [] };
  };
  const things = { path: '/things', recordsPath: 'data', json: {} };
  const headers = { 'Content-Type': 'application/vnd.api+json' };
  await server.listAs({ baseUrl: server.baseUrl(), headers, streams: { things } });
  expect(type).toBe('application/vnd.api+json');
});

describe('GraphQL', () => {
  const graphql = { query: '{ things { id } }' };

  it('takes no answer for one that has errors in it', async () => {
    server.answer = () => ({ data: [{ id: 1 }], errors: [{ message: 'field "things" timed out' }] });
    await expect(server.list({ graphql })).rejects.toMatchObject({
      code: 'provider.error_in_answer',
      message: expect.stringContaining('timed out') as string,
    });
    server.answer = () => ({ data: null, errors: [{ message: 'no such field' }] });
    await expect(server.list({ graphql })).rejects.toMatchObject({ code: 'provider.error_in_answer' });
  });

  it('says by a rule which error it is', async () => {
    server.answer = () => ({ data: null, errors: [{ extensions: { code: 'FORBIDDEN' } }] });
    const settings = {
      baseUrl: server.baseUrl(),
      streams: { things: { path: '/graphql', recordsPath: 'data', graphql } },
      errors: [{ bodyPath: 'errors.0.extensions.code', equals: 'FORBIDDEN', code: 'provider.bad_request' }],
    };
    await expect(server.listAs(settings)).rejects.toMatchObject({ code: 'provider.bad_request' });
  });

  it('has no errors where the list of them is empty', async () => {
    server.answer = () => ({ data: [{ id: 1 }], errors: [] });
    expect(server.idsOf(await server.list({ graphql }))).toEqual([1]);
  });
});

describe('304', () => {
  const stream = {
    headers: { 'If-Modified-Since': '{since}' },
    incremental: { kind: 'time', format: 'rfc2822' },
  };
  beforeEach(() => void (server.answer = () => new Reply(304, null)));

  it('is an empty page where only changes were asked for', async () => {
    expect(server.idsOf(await server.list(stream, { since }))).toEqual([]);
  });

  it('is no answer where no header says since when', async () => {
    const refused = server.list({ incremental: byTime }, { since });
    await expect(refused).rejects.toMatchObject({ code: 'provider.led_nowhere' });
  });

  it('is no answer to a reading of everything', async () => {
    await expect(server.list(stream)).rejects.toMatchObject({ code: 'provider.led_nowhere' });
  });
});

describe('a cursor', () => {
  const rows = (...ids: readonly object[]) => ({ data: ids });

  it('behind the last record is a doubt where two records share it, and none where they do not', async () => {
    const stream = { pagination: { kind: 'cursor', param: 'after', lastPath: 'at' } };
    const answer = (second: number) => (url: URL) =>
      url.searchParams.has('after') ? rows() : rows({ id: 1, at: 7 }, { id: 2, at: second });
    server.answer = answer(7);
    expect((await server.list(stream)).map(({ doubt }) => doubt)).toEqual([
      expect.stringContaining('several records of /things have "7" at "at"'),
      undefined,
    ]);
    server.answer = answer(8);
    expect((await server.list(stream)).map(({ doubt }) => doubt)).toEqual([undefined, undefined]);
    expect(server.asked.at(-1)).toBe('/things?after=8');
  });

  it('behind the last record is missed where the record does not have it', async () => {
    server.answer = () => rows({ id: 1 });
    await expect(
      server.list({ pagination: { kind: 'cursor', param: 'after', lastPath: 'at' } }),
    ).rejects.toMatchObject({
      code: 'provider.unexpected_shape',
      message: expect.stringContaining('"at"') as string,
    });
  });

  it('in a header is a doubt where the header is not there although the first page was full', async () => {
    const stream = {
      pageSizeParam: 'limit',
      pagination: { kind: 'cursor', param: 'c', nextHeader: 'X-Next' },
    };
    server.answer = () => rows({ id: 1 }, { id: 2 }, { id: 3 }, { id: 4 });
    expect((await server.list(stream))[0]?.doubt).toContain('"X-Next" is not in the answer');
  });

  it('goes into no header that it would end', async () => {
    server.answer = () => ({ data: [{ id: 1 }], next: 'a\r\nHost: elsewhere' });
    const stream = { headers: { 'X-Cursor': '{cursor}' }, pagination: { kind: 'cursor', nextPath: 'next' } };
    await expect(server.list(stream)).rejects.toMatchObject({ code: 'provider.unexpected_shape' });
    expect(server.asked).toHaveLength(1);
  });
});

describe('the next page at another host', () => {
  const stream = (origin: object) => ({ pagination: { kind: 'nextUrl', path: 'next', ...origin } });
  const pages = (next: string) => (url: URL) =>
    url.pathname === '/things' ? { data: [{ id: 1 }], next } : { data: [{ id: 2 }] };

  it.each([
    ['http://api-internal:8000/more?p=2', '/more?p=2'],
    ['https://127.0.0.1:1//elsewhere.example/x', '//elsewhere.example/x'],
    ['//elsewhere.example/more', '/more'],
    ['/more#x', '/more'],
    ['more?p=2', '/more?p=2'],
  ])('%s is asked at home where the settings say so', async (next, path) => {
    server.answer = pages(next);
    expect(server.idsOf(await server.list(stream({ origin: 'ignore' })))).toEqual([1, 2]);
    expect(server.asked).toEqual(['/things', path]);
  });

  it('is refused where they do not, and where it is no address of HTTP', async () => {
    server.answer = pages('http://api-internal:8000/more');
    await expect(server.list(stream({}))).rejects.toMatchObject({ code: 'provider.redirected' });
    server.answer = pages('ftp://api-internal/more');
    await expect(server.list(stream({ origin: 'ignore' }))).rejects.toMatchObject({
      code: 'provider.led_nowhere',
    });
  });
});

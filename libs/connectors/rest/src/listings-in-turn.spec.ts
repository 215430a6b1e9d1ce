import { InvalidFields, type JsonObject } from '@evenkeel/domain';
import { RestConnector } from './rest-connector.js';
import { startListServer } from './testing/list-server.js';

const server = startListServer();
const paged = { pageSizeParam: 'limit', pagination: { kind: 'cursor', param: 'after', nextPath: 'next' } };
const archived = { also: [{ params: { archived: true } }] };

let rows: { id: number; archived: boolean }[] = [];
let total: (archived: boolean) => number | undefined = () => undefined;

beforeEach(() => {
  rows = [1, 2, 3, 4, 5, 6, 7, 8].map((id) => ({ id, archived: id > 5 }));
  total = () => undefined;
  server.answer = ({ searchParams: q }) => {
    const isArchived = q.get('archived') === 'true';
    const all = rows.filter((row) => row.archived === isArchived);
    const end = Number(q.get('after')) + Number(q.get('limit') ?? 100);
    const next = end < all.length ? end : null;
    return { data: all.slice(Number(q.get('after')), end), next, total: total(isArchived) };
  };
});

describe('listings that are read in turn', () => {
  it('give everything, each to its end, with the parameters of each', async () => {
    const pages = await server.list({ ...paged, ...archived, params: { sort: 'id', archived: false } });
    expect(server.idsOf(pages)).toEqual([1, 2, 3, 4, 5, 6, 7, 8]);
    expect(server.asked).toEqual([
      '/things?sort=id&archived=false&limit=4',
      '/things?sort=id&archived=false&limit=4&after=4',
      '/things?sort=id&archived=true&limit=4',
    ]);
  });

  it('are asked for what changed, each of them, and the first says since when the next run asks', async () => {
    const incremental = { incremental: { kind: 'time', param: 'since' } };
    const since = { kind: 'time', value: '2026-01-01T00:00:00Z' } as const;
    const pages = await server.list({ ...paged, ...archived, ...incremental }, { since });
    expect(server.asked.every((url) => url.includes('since=2026'))).toBe(true);
    expect(pages[0]?.bound).toMatchObject({ kind: 'time' });
  });

  it('are each compared with their own total', async () => {
    total = (isArchived) => (isArchived ? 3 : 6);
    const pages = await server.list({ ...paged, ...archived, totalPath: 'total' });
    expect(pages.map(({ doubt }) => doubt)).toEqual([
      undefined,
      'the provider says that the records of listing 1 of 2 are 6, and listed 5',
      undefined,
    ]);
    expect(pages.every((page) => page.total === undefined)).toBe(true);
  });

  it('may have other paths and bodies', async () => {
    const seen: unknown[] = [];
    server.answer = ({ pathname }, { body }) => {
      seen.push([pathname, JSON.parse(body)]);
      return { data: [] };
    };
    await server.list({
      json: { archived: false },
      also: [{ json: { archived: true } }, { path: '/trash' }],
    });
    expect(seen).toEqual([
      ['/things', { archived: false }],
      ['/things', { archived: true }],
      ['/trash', { archived: false }],
    ]);
  });

  it('start over where their number is another than when the cursor was made', async () => {
    const settings = (also: readonly JsonObject[]) => ({
      baseUrl: server.baseUrl(),
      streams: { things: { path: '/things', recordsPath: 'data', ...(also.length > 0 && { also }) } },
    });
    const { next } = await server.readPage(settings([{}, {}]), { stream: 'things' });
    const { next: last } = await server.readPage(settings([{}, {}]), { stream: 'things', cursor: next });
    const read = server.readPage(settings([{}]), { stream: 'things', cursor: last });
    await expect(read).rejects.toMatchObject({ code: 'provider.cursor_expired' });
  });
});

it.each<[string, object, string, string]>([
  [
    'a change feed',
    { incremental: { kind: 'position', param: 's', positionPath: 'p' } },
    'also',
    'change feed',
  ],
  ['a stable listing', { listing: 'stable' }, 'listing', 'cannot be stable'],
  [
    'a place that nothing fills',
    { also: [{}, { params: { q: '{since}' } }] },
    'also.1',
    'its incremental must be',
  ],
  ['a listing without a place', { also: [{ path: 'x' }] }, 'also.0.path', 'must begin with one slash'],
])('%s beside listings in turn is told', (_, stream, place, told) => {
  const settings = { baseUrl: 'https://x.example', streams: { s: { path: '/s', ...archived, ...stream } } };
  const check = () => new RestConnector().validate(settings, {});
  expect(check).toThrow(InvalidFields);
  expect(check).toThrow(new RegExp(`s\\.${place.replaceAll('.', '\\.')}: .*${told}`));
});

import type { JsonObject, Watermark } from '@evenkeel/domain';
import type { PageRequest, SourcePage } from '@evenkeel/ports';
import { Reply, startListServer } from '../testing/list-server.js';

const server = startListServer();
const SINCE: Watermark = { kind: 'time', value: '2026-01-01T00:00:00.000Z' };

let gone: unknown[] = [];
let changed: JsonObject[] = [];

beforeEach(() => {
  gone = [];
  changed = [];
  server.answer = ({ pathname, searchParams: q }) => {
    if (pathname === '/things') return { data: changed };
    if (q.get('deleted_since') !== '2026-01-01T00:00:00Z') return new Reply(400, {});
    const at = Number(q.get('after'));
    return { ids: gone.slice(at, at + 2), next: at + 2 < gone.length ? at + 2 : null };
  };
});

const deletions = {
  path: '/things/deleted',
  recordsPath: 'ids',
  idPath: '',
  pagination: { kind: 'cursor', param: 'after', nextPath: 'next' },
  incremental: { kind: 'time', param: 'deleted_since' },
};
const settingsOf = (more: object = {}, stream: object = {}): JsonObject => ({
  baseUrl: server.baseUrl(),
  streams: {
    things: {
      path: '/things',
      recordsPath: 'data',
      incremental: { kind: 'time', param: 'since' },
      deletions: { ...deletions, ...more },
      ...stream,
    },
  },
});

async function list(settings: JsonObject, request: Partial<PageRequest> = {}) {
  const pages: SourcePage[] = [];
  let cursor: string | null = null;
  do {
    const page: SourcePage = await server.readPage(settings, {
      stream: 'things',
      since: SINCE,
      ...request,
      cursor,
    });
    pages.push(page);
    cursor = page.next;
  } while (cursor !== null && pages.length < 50);
  const told = pages.flatMap((page) => page.records.map((each) => [each.externalId, each.gone ?? null]));
  return { pages, told };
}

describe('a feed of deletions', () => {
  it('is read to its end where changes are asked for, and then the listing', async () => {
    gone = [7, '8', 9];
    changed = [{ id: 1 }];
    const { told, pages } = await list(settingsOf());
    expect(told).toEqual([
      ['7', 'announced'],
      ['8', 'announced'],
      ['9', 'announced'],
      ['1', null],
    ]);
    expect(pages[0]?.bound).toMatchObject({ kind: 'time' });
    expect((await server.open(settingsOf(), 'things')).description).toMatchObject({ reportsDeletions: true });
  });

  it('is not asked where everything is read', async () => {
    changed = [{ id: 1 }];
    expect((await list(settingsOf(), { since: null })).told).toEqual([['1', null]]);
    expect(server.asked).toEqual(['/things']);
  });

  it('comes first, so that what was deleted and restored ends as it is', async () => {
    gone = [1];
    changed = [{ id: 1 }];
    expect((await list(settingsOf())).told).toEqual([
      ['1', 'announced'],
      ['1', null],
    ]);
  });

  it('may have its ids elsewhere, in parts, or nowhere', async () => {
    gone = [{ order: 7, line: 2 }, { order: 7 }];
    const parts = { idPath: ['order', 'line'], readOne: { path: '/things/{order}/{line}' } };
    const { pages } = await list(settingsOf({ idPath: undefined }, parts));
    expect(pages[0]?.records).toMatchObject([
      { externalId: '7/2', gone: 'announced' },
      { externalId: null, noId: 'incomplete: its part "line" is missing' },
    ]);
  });

  it('that does not keep enough, is not there, or lists less than it says is not believed', async () => {
    const forgetful = list(settingsOf({ keepsDays: 3 }), {
      since: { kind: 'time', value: '2020-01-01T00:00:00Z' },
    });
    await expect(forgetful).rejects.toMatchObject({ code: 'provider.changes_expired' });
    await expect(list(settingsOf({ path: '/nowhere', recordsPath: 'no' }))).rejects.toMatchObject({
      code: 'provider.unexpected_shape',
    });
    server.answer = ({ pathname }) =>
      pathname === '/things' ? { data: [] } : { ids: [1], next: null, total: 3 };
    const { pages } = await list(settingsOf({ totalPath: 'total' }));
    expect(pages[0]?.doubt).toContain('are 3, and listed 1');
  });

  it('is read by one of the parts that a listing is cut into', async () => {
    gone = [7];
    const slices = { slices: { kind: 'partitions', param: 'region', values: ['eu', 'us'] } };
    const settings = settingsOf({}, slices);
    expect((await list(settings, { range: { region: 'eu' } })).told).toEqual([['7', 'announced']]);
    expect((await list(settings, { range: { region: 'us' } })).told).toEqual([]);
  });
});

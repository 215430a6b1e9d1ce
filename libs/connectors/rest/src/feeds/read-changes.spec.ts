import { CallPostponed, type JsonObject, type SourceRecord, type Watermark } from '@evenkeel/domain';
import type { PageRequest, SourcePage } from '@evenkeel/ports';
import fc from 'fast-check';
import { Reply, startListServer } from '../testing/list-server.js';

const server = startListServer();
const DAY_MS = 86_400_000;
const agoText = (days: number) => new Date(Date.now() - days * DAY_MS).toISOString();
const since = (days: number): Watermark => ({ kind: 'time', value: agoText(days) });

interface Event {
  readonly type: string;
  readonly object?: unknown;
}

let rows: Map<string, JsonObject>;
let events: Event[];
/** Answers in place of the provider's own. */
let script: (url: URL) => object | undefined;

beforeEach(() => {
  rows = new Map(['1', '2', '3'].map((id) => [id, { id, rev: 0 }]));
  events = [];
  script = () => undefined;
  server.answer = (url) => {
    const { pathname, searchParams: q } = url;
    const scripted = script(url);
    if (scripted !== undefined) return scripted;
    if (pathname === '/things') return { data: [...rows.values()] };
    if (pathname !== '/events') return rows.get(pathname.slice('/things/'.length));
    if (q.get('from') === null) return new Reply(400, {});
    const at = Number(q.get('after'));
    const end = at + 3;
    return { data: events.slice(at, end), next: end < events.length ? end : null };
  };
});

const changes = {
  path: '/events',
  recordsPath: 'data',
  idPath: 'object',
  kindPath: 'type',
  kinds: { 'thing.updated': 'changed', 'thing.deleted': 'deleted', 'other.*': 'ignore' },
  pagination: { kind: 'cursor', param: 'after', nextPath: 'next' },
  incremental: { kind: 'time', param: 'from' },
};
const settingsOf = (stream: object = {}, more: object = {}): JsonObject => ({
  baseUrl: server.baseUrl(),
  streams: {
    things: {
      path: '/things',
      recordsPath: 'data',
      readOne: { path: '/things/{id}' },
      changes: { ...changes, ...more },
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
      since: since(1),
      ...request,
      cursor,
    });
    pages.push(page);
    cursor = page.next;
  } while (cursor !== null && pages.length < 200);
  return { pages, records: pages.flatMap((page) => page.records) };
}

const told = (records: readonly SourceRecord[]) =>
  records.map(({ externalId, gone, data }) => [externalId, gone ?? (data as JsonObject | null)?.['rev']]);
const updated = (object: unknown): Event => ({ type: 'thing.updated', object });
const deleted = (object: unknown): Event => ({ type: 'thing.deleted', object });
const calls = (path: string) => server.asked.filter((url) => url.startsWith(path)).length;

describe('a log of events', () => {
  it('says what it can tell', async () => {
    expect((await server.open(settingsOf(), 'things')).description).toMatchObject({
      incremental: true,
      reportsDeletions: true,
      changesRepeat: true,
      backfill: 'from',
      listing: 'shifting',
    });
  });

  it('is not asked for everything, but a full reading says since when it is asked next', async () => {
    const { pages, records } = await list(settingsOf(), { since: null });
    expect(told(records)).toEqual([
      ['1', 0],
      ['2', 0],
      ['3', 0],
    ]);
    expect(pages[0]?.bound).toMatchObject({ kind: 'time' });
    expect(calls('/events')).toBe(0);
  });

  it('names what is read, each record once, and what is gone', async () => {
    rows.set('1', { id: '1', rev: 5 });
    rows.delete('3');
    events = [
      updated('1'),
      { type: 'other.made', object: '9' },
      updated('1'),
      deleted('3'),
      updated('2'),
      updated('1'),
    ];
    const { pages, records } = await list(settingsOf());
    expect(told(records)).toEqual([
      ['1', 5],
      ['3', 'announced'],
      ['2', 0],
    ]);
    expect(calls('/things/')).toBe(2);
    expect(pages[0]?.bound).toMatchObject({ kind: 'time' });
  });

  it('takes kinds that it does not know for changes, and says so', async () => {
    events = [{ type: 'thing.moved', object: '1' }, { type: 'ping' }];
    server.log.lines.length = 0;
    expect(told((await list(settingsOf())).records)).toEqual([['1', 0]]);
    expect(server.log.lines).toMatchObject([
      { level: 'warn', fields: { path: '/events', kinds: ['thing.moved', 'ping'] } },
    ]);
  });

  it('tells of an event that does not name its record', async () => {
    events = [{ type: 'thing.updated' }, { type: 'thing.deleted', object: {} }];
    expect((await list(settingsOf())).records).toMatchObject([
      { externalId: null },
      { externalId: null, noId: 'an object' },
    ]);
  });

  it('says of a record once that it is gone, also on page after page', async () => {
    for (const id of ['1', '2', '3']) rows.delete(id);
    events = ['1', '2', '3', '3', '2', '1', '1', '2', '3'].map(deleted);
    const { pages } = await list(settingsOf(), { pageSize: 1 });
    expect(pages.map(({ records }) => records.length)).toEqual([3, 0]);
  });

  it('is remembered in a cursor of bounded length: what it names again long after is given again', async () => {
    const idOf = (at: number) => `${at}-${'x'.repeat(300)}`;
    rows = new Map(Array.from({ length: 150 }, (_, at) => [idOf(at), { id: idOf(at), rev: at }]));
    events = [...rows.keys(), idOf(149), idOf(0)].map(updated);
    const { records, pages } = await list(settingsOf(), { pageSize: 20 });
    expect(records.map(({ externalId }) => externalId)).toEqual([...rows.keys(), idOf(0)]);
    for (const { next } of pages) expect((next ?? '').length).toBeLessThan(40_000);
  });

  it('names a record that is gone when it is read', async () => {
    rows.delete('2');
    events = [updated('2')];
    expect(told((await list(settingsOf())).records)).toEqual([['2', 'announced']]);
  });

  it('names more than a page has: the rest follows, without the log being read again', async () => {
    rows = new Map(Array.from({ length: 9 }, (_, at) => [String(at), { id: String(at), rev: 1 }]));
    events = [...rows.keys()].map(updated);
    const { pages, records } = await list(settingsOf(), { pageSize: 2 });
    expect(records.map(({ externalId }) => externalId)).toEqual([...rows.keys()]);
    expect(pages.every((page) => page.records.length <= 3)).toBe(true);
    expect(calls('/events')).toBe(3);
  });

  it('is read on where a record has to wait, with what was read before it', async () => {
    events = [updated('1'), updated('2'), updated('3')];
    script = ({ pathname }) =>
      pathname === '/things/2' ? new Reply(429, {}, { 'retry-after': '60' }) : undefined;
    const first = await server.readPage(settingsOf(), { stream: 'things', since: since(1) });
    const { next: cursor, records } = first;
    expect(records.length).toBeLessThan(2);
    const again = server.readPage(settingsOf(), { stream: 'things', since: since(1), cursor });
    await again.catch((error: unknown) => expect(error).toBeInstanceOf(CallPostponed));
    script = () => undefined;
    const rest = await server.readPage(settingsOf(), { stream: 'things', since: since(1), cursor });
    expect(told([...records, ...rest.records])).toEqual([
      ['1', 0],
      ['2', 0],
      ['3', 0],
    ]);
    expect(calls('/events')).toBe(1);
  });

  it('names a record that is refused, or another one than was asked for: the others are read all the same', async () => {
    events = [updated('1'), updated('2'), updated('3')];
    script = ({ pathname }) => {
      if (pathname === '/things/1') return { id: '7' };
      return pathname === '/things/2' ? { note: 'a default' } : undefined;
    };
    expect((await list(settingsOf())).records).toMatchObject([
      { externalId: '1', refusal: { code: 'provider.other_record' } },
      { externalId: '2', refusal: { code: 'provider.other_record' } },
      { externalId: '3', data: { rev: 0 } },
    ]);
  });

  it('that no longer has what happened since is not believed', async () => {
    const kept = settingsOf({}, { keepsDays: 30 });
    expect((await list(kept, { since: since(29) })).records).toEqual([]);
    await expect(list(kept, { since: since(31) })).rejects.toMatchObject({
      code: 'provider.changes_expired',
      message: expect.stringContaining('/events keeps entries for 30 days') as string,
    });
    expect((await list(kept, { since: null })).records).toHaveLength(3);
  });

  it('that is cut short, or goes round in circles, says so', async () => {
    events = [updated('1')];
    expect((await list(settingsOf({}, { totalPath: 'total' }))).pages[0]?.doubt).toBeUndefined();
    script = ({ pathname }) =>
      pathname === '/events' ? { data: [updated('1')], total: 5, next: null } : undefined;
    expect((await list(settingsOf({}, { totalPath: 'total' }))).pages[0]?.doubt).toBe(
      'the provider says that the events at /events are 5, and listed 1',
    );
    let nth = 0;
    script = ({ pathname }) => (pathname === '/events' ? { data: [updated('1')], next: nth++ } : undefined);
    await expect(list(settingsOf())).rejects.toMatchObject({ code: 'provider.page_repeated' });
    expect(nth).toBeLessThan(25);
    script = ({ pathname }) => (pathname === '/events' ? { data: [updated('1')], next: 'a' } : undefined);
    await expect(list(settingsOf())).rejects.toMatchObject({ code: 'provider.page_loop' });
  });

  it('is read as a whole where the listing is cut', async () => {
    const slices = { slices: { kind: 'partitions', param: 'region', values: ['eu', 'us'] } };
    const { sliceStream } = await server.open(settingsOf(slices), 'things');
    const request = { sliceSize: 10, mostSlices: 10 };
    expect((await sliceStream?.({ ...request, since: null }))?.slices).toHaveLength(2);
    expect((await sliceStream?.({ ...request, since: since(1) }))?.slices).toEqual([]);
  });

  it('brings what is here in step, whatever it names and in which order, oldest or newest first', async () => {
    const act = fc.record({ id: fc.constantFrom('1', '2', '3', '4'), deletes: fc.boolean() });
    await fc.assert(
      fc.asyncProperty(fc.array(act, { maxLength: 12 }), fc.boolean(), async (acts, isNewestFirst) => {
        rows = new Map(['1', '2', '3'].map((id) => [id, { id, rev: 0 }]));
        const here = new Map(rows);
        events = acts.map(({ id, deletes }, at) => {
          if (deletes) rows.delete(id);
          else rows.set(id, { id, rev: at + 1 });
          return { ...(deletes ? deleted(id) : updated(id)), at };
        });
        if (isNewestFirst) events.reverse();
        const { records } = await list(settingsOf(), { pageSize: 2 });
        for (const { externalId, gone, data } of records) {
          if (gone === undefined) here.set(externalId ?? '', data as JsonObject);
          else here.delete(externalId ?? '');
        }
        expect(Object.fromEntries(here)).toEqual(Object.fromEntries(rows));
        for (const kind of [undefined, 'announced']) {
          const given = records.filter(({ gone }) => gone === kind).map(({ externalId }) => externalId);
          expect(new Set(given).size).toBe(given.length);
        }
      }),
      { numRuns: 40 },
    );
  });
});

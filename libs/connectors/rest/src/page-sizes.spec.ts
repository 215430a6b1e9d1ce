import type { JsonObject } from '@evenkeel/domain';
import type { SourcePage } from '@evenkeel/ports';
import { Reply, startListServer } from './testing/list-server.js';

const server = startListServer();
const ALL = Array.from({ length: 23 }, (_, index) => ({ id: index + 1 }));
const [LARGE, SMALL] = [8, 3];

type Query = (name: string) => number;
interface Given {
  readonly rows: readonly { readonly id: number }[];
  readonly from: number;
  readonly size: number;
  readonly url: URL;
}
type Provider = (given: Given) => object;

interface Listed {
  readonly pages: readonly SourcePage[];
  /** From where they were read in smaller pages. */
  readonly from: string;
}

/** Reads one page of eight, or several, and what follows in smaller pages, as the engine does where a page is too large. */
async function listInSteps(stream: object, small = SMALL, large = 1): Promise<Listed> {
  const things = { path: '/things', recordsPath: 'data', pageSizeParam: 'limit', ...stream };
  const settings = { baseUrl: server.baseUrl(), streams: { things } } as unknown as JsonObject;
  const { readPage, resizes } = await server.open(settings, 'things');
  let pages: SourcePage[] = [];
  let cursor: string | null = null;
  while (pages.length < large) {
    const page: SourcePage = await readPage({ cursor, pageSize: LARGE, since: null });
    pages.push(page);
    cursor = page.next;
  }
  const from = resizes?.(cursor) ?? 'never';
  if (from !== 'here') [pages, cursor] = [[], null];
  do {
    const page: SourcePage = await readPage({ cursor, pageSize: small, isSmaller: true, since: null });
    pages.push(page);
    cursor = page.next;
  } while (cursor !== null && pages.length < 60);
  return { pages, from };
}

/** A provider that gives as many as it is asked for, and no more than `most`. */
function answering(place: (query: Query, size: number) => number, answer: Provider, most = 100): void {
  server.answer = (url) => {
    const query: Query = (name) => Number(url.searchParams.get(name) ?? 0);
    const size = Math.min(query('limit'), most);
    const from = place(query, size);
    return answer({ rows: ALL.slice(from, from + size), from, size, url });
  };
}
const doubtsOf = ({ pages }: Listed) =>
  pages.flatMap(({ doubt, shifted }) => [doubt, shifted]).filter(Boolean);
const ids = ALL.map(({ id }) => id);

const byOffset = (query: Query) => query('offset');
const withTotals: Provider = ({ rows, size }) => ({
  data: rows,
  total: ALL.length,
  pages: Math.ceil(ALL.length / size),
});

describe.each([SMALL, 2, 1])('smaller pages of %d records', (small) => {
  it.each([
    ['emptyPage', { kind: 'emptyPage' }],
    ['shortPage', { kind: 'shortPage' }],
    ['total', { kind: 'total', path: 'total' }],
    ['pages', { kind: 'pages', path: 'pages' }],
  ])('by offset, which end by %s, go on from the same record', async (_, end) => {
    for (const more of [{}, { advance: 'asked' }, { advance: 'received' }, { overlap: false }]) {
      answering(byOffset, withTotals);
      const listed = await listInSteps(
        { pagination: { kind: 'offset', param: 'offset', end, ...more } },
        small,
      );
      expect(listed.from).toBe('here');
      expect(doubtsOf(listed)).toEqual([]);
      expect(server.idsOf(listed.pages)).toEqual(ids);
    }
  });

  it('by number start over', async () => {
    answering((query, size) => (query('page') - 1) * size, withTotals);
    for (const listing of ['stable', 'shifting']) {
      const listed = await listInSteps({ pagination: { kind: 'page', param: 'page' }, listing }, small);
      expect(listed.from).toBe('from_start');
      expect(doubtsOf(listed)).toEqual([]);
      expect(server.idsOf(listed.pages)).toEqual(ids);
    }
  });

  it('behind a record, or a token, go on from there', async () => {
    answering(
      (query) => query('after'),
      ({ rows, from, size }) => ({
        data: rows,
        next: from + size < ALL.length ? `t${from + size}` : null,
      }),
    );
    const behind = await listInSteps(
      { pagination: { kind: 'cursor', param: 'after', lastPath: 'id' } },
      small,
    );
    expect([behind.from, server.idsOf(behind.pages)]).toEqual(['here', ids]);
    const { answer } = server;
    server.answer = (url, asked) => {
      url.searchParams.set('after', (url.searchParams.get('after') ?? '').replace('t', ''));
      return answer(url, asked);
    };
    const token = await listInSteps(
      { pagination: { kind: 'cursor', param: 'after', nextPath: 'next' } },
      small,
    );
    expect([token.from, server.idsOf(token.pages)]).toEqual(['here', ids]);
  });

  it('behind a token that may be the number of a page start over', async () => {
    answering(
      (query, size) => query('p') * size,
      ({ rows, from, size }) => ({
        data: rows,
        next: from + size < ALL.length ? from / size + 1 : null,
      }),
    );
    const listed = await listInSteps({ pagination: { kind: 'cursor', param: 'p', nextPath: 'next' } }, small);
    expect([listed.from, server.idsOf(listed.pages)]).toEqual(['from_start', ids]);
  });

  it('at addresses of the provider go on where these name their size and no page', async () => {
    const next: Provider = ({ rows, from, size, url }) => {
      url.searchParams.set('offset', String(from + size));
      url.searchParams.set('limit', String(size));
      const address = `${url.pathname}${url.search}`;
      const link = from + size < ALL.length ? { link: `<${address}>; rel="next"` } : {};
      return new Reply(200, { data: rows, next: 'link' in link ? address : null }, link);
    };
    for (const pagination of [{ kind: 'link' }, { kind: 'nextUrl', path: 'next' }]) {
      answering(byOffset, next);
      const listed = await listInSteps({ pagination }, small);
      expect([listed.from, server.idsOf(listed.pages)]).toEqual(['here', ids]);
      expect(server.asked.at(-1)).toContain(`limit=${small}`);
    }
  });

  it('at addresses of the provider start over where these count pages, or say nothing of a size', async () => {
    const numbered: Provider = ({ rows, from, size }) => ({
      data: rows,
      next: from + size < ALL.length ? `/things?page=${from / size + 2}&limit=${size}` : null,
    });
    const place = (query: Query, size: number) => (Math.max(query('page'), 1) - 1) * size;
    answering(place, numbered);
    const byNumber = await listInSteps({ pagination: { kind: 'nextUrl', path: 'next' } }, small);
    expect([byNumber.from, server.idsOf(byNumber.pages)]).toEqual(['from_start', ids]);
    server.answer = ({ searchParams: q }) => {
      const [from = 0, size = 0] = q.has('state')
        ? q.get('state')!.split('-').map(Number)
        : [0, Number(q.get('limit'))];
      const next = from + size < ALL.length ? `/things?state=${from + size}-${size}` : null;
      return { data: ALL.slice(from, from + size), next };
    };
    const opaque = await listInSteps({ pagination: { kind: 'nextUrl', path: 'next' } }, small);
    expect([opaque.from, server.idsOf(opaque.pages)]).toEqual(['from_start', ids]);
  });
});

describe('smaller pages', () => {
  it('of a provider that gives no fewer than it likes skip nothing', async () => {
    for (const advance of ['asked', 'received', undefined]) {
      server.answer = ({ searchParams: q }) => {
        const [from, size] = [Number(q.get('offset')), Math.max(Number(q.get('limit')), 5)];
        return { data: ALL.slice(from, from + size) };
      };
      const pagination = { kind: 'offset', param: 'offset', overlap: false, ...(advance && { advance }) };
      const listed = await listInSteps({ pagination });
      expect([...new Set(server.idsOf(listed.pages))]).toEqual(ids);
    }
  });

  it.each([
    ['the last of the larger ones', 8, 2],
    ['one of them', 11, 1],
  ])('are doubted where %s was short, and nothing says what an offset counts', async (_, short, large) => {
    answering(byOffset, ({ rows, from }) => ({ data: from === short ? rows.slice(1) : rows }));
    const pagination = { kind: 'offset', param: 'offset', overlap: false };
    const listed = await listInSteps({ pagination }, SMALL, large);
    expect(doubtsOf(listed).join()).toContain('a page in the middle was shorter than the first');
  });

  it('keep what was noticed at the edge between two sizes', async () => {
    answering(byOffset, ({ rows, size }) => ({ data: size === SMALL ? rows.slice(1) : rows }));
    const listed = await listInSteps({ pagination: { kind: 'offset', param: 'offset' } });
    expect(doubtsOf(listed)[0]).toContain('rows moved while they were listed');
  });

  it('are none where the provider is not told their size, or where a page is all that there is', async () => {
    answering(byOffset, ({ rows }) => ({ data: rows }));
    const untold = {
      pageSizeParam: undefined,
      params: { limit: 8 },
      pagination: { kind: 'offset', param: 'offset' },
    };
    expect((await listInSteps(untold)).from).toBe('never');
    expect((await listInSteps({ pagination: { kind: 'none' } })).from).toBe('never');
  });

  it('are not begun in the middle of a listing of an earlier release, whose cursor does not say what size it had', async () => {
    const settings = {
      baseUrl: server.baseUrl(),
      streams: {
        things: { path: '/t', pageSizeParam: 'limit', pagination: { kind: 'offset', param: 'offset' } },
      },
    };
    const { resizes } = await server.open(settings, 'things');
    expect(['8:8:8:8', '8x8:8:8:8'].map((cursor) => resizes?.(cursor))).toEqual(['from_start', 'here']);
  });

  it.each([
    ['a listing of each parent', {}, 'from_start'],
    ['a listing of each parent, which come on one page', { pagination: { kind: 'none' } }, 'never'],
    [
      'a listing of each parent, which come as the provider likes',
      { pageSizeParam: undefined },
      'from_start',
    ],
  ])('of %s start over, unless fewer would be all that come', async (_, changes, from) => {
    const pagination = { kind: 'cursor', param: 'after', lastPath: 'id' };
    const listed = { pageSizeParam: 'limit', pagination };
    const settings = {
      baseUrl: server.baseUrl(),
      streams: {
        things: { path: '/of/{parent.id}', parent: { stream: 'parents' }, ...listed },
        parents: { path: '/parents', ...listed, ...changes },
      },
    } as unknown as JsonObject;
    const { resizes } = await server.open(settings, 'things');
    expect(resizes?.('{"any":"place"}')).toBe(from);
    expect(resizes?.(null)).toBe(from === 'never' ? 'never' : 'here');
  });

  it('of several listings in turn start over, and so do those behind feeds, whose pages may be one', async () => {
    const things = {
      path: '/t',
      pageSizeParam: 'limit',
      pagination: { kind: 'cursor', param: 'after', lastPath: 'id' },
    };
    const incremental = { kind: 'time', param: 'since' };
    const from = async (more: object) => {
      const settings = { baseUrl: server.baseUrl(), streams: { things: { ...things, ...more } } };
      return (await server.open(settings, 'things')).resizes?.('{"nth":1}');
    };
    expect(await from({ also: [{ params: { archived: true } }] })).toBe('from_start');
    const deletions = { path: '/d', incremental };
    expect(await from({ incremental, deletions })).toBe('from_start');
    expect(await from({ incremental, deletions: { ...deletions, pageSizeParam: 'limit' } })).toBe('never');
  });
});

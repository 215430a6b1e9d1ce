import fc from 'fast-check';
import { startListServer } from './testing/list-server.js';

const server = startListServer();
const { list, idsOf } = server;

const offset = (more: object = {}) => ({
  pageSizeParam: 'limit',
  pagination: { kind: 'offset' as const, param: 'skip', ...more },
});

/** Rows that are changed behind the back of whoever lists them: before the request with this number. */
function rowsThat(rows: number[], change: (rows: number[], nth: number) => void, most = Infinity) {
  let nth = 0;
  server.answer = (url) => {
    change(rows, nth++);
    const from = Number(url.searchParams.get('skip'));
    const limit = Math.min(Number(url.searchParams.get('limit')), most);
    return { data: rows.slice(from, from + limit).map((id) => ({ id })) };
  };
}
const numbers = (count: number) => Array.from({ length: count }, (_, n) => n);
const still = () => undefined;

describe('offsets of a stream that may shift', () => {
  it('overlap by a row, which is marked and counted for nothing', async () => {
    rowsThat(numbers(9), still);
    const pages = await list(offset());
    expect(server.asked.map((url) => new URL(url, 'http://x').searchParams.get('skip'))).toEqual([
      '0',
      '3',
      '6',
      '10',
    ]);
    const records = pages.flatMap((page) => page.records);
    expect(records.filter(({ overlap }) => overlap).map(({ externalId }) => externalId)).toEqual(['3', '6']);
    expect(idsOf(pages)).toEqual(numbers(9));
    expect(pages.every(({ shifted }) => shifted === undefined)).toBe(true);
  });

  it('end at an empty page behind the one that has nothing but the row of the page before', async () => {
    rowsThat(numbers(7), still);
    const pages = await list(offset());
    expect(idsOf(pages)).toEqual(numbers(7));
    expect(pages.at(-2)?.records).toMatchObject([{ externalId: '6', overlap: true }]);
    expect(pages.at(-1)?.records).toEqual([]);
  });

  it.each([
    ['a total', { end: { kind: 'total', path: 'total' } }, { total: 10 }],
    ['a short page', { end: { kind: 'shortPage' } }, {}],
  ])('end by %s as without an overlap', async (_, more, beside) => {
    server.answer = (url) => {
      const from = Number(url.searchParams.get('skip'));
      return {
        data: numbers(10)
          .slice(from, from + 4)
          .map((id) => ({ id })),
        ...beside,
      };
    };
    expect(idsOf(await list(offset(more)))).toEqual(numbers(10));
  });

  it('show that a row before the place is gone, although no id comes twice', async () => {
    rowsThat(numbers(9), (rows, nth) => nth === 1 && rows.splice(0, 1));
    const pages = await list(offset());
    expect(pages[1]?.shifted).toBe(
      'rows moved while they were listed: the page at ?limit=4&skip=3 does not begin with "3", the last of the page before',
    );
  });

  it('do not overlap where the listing is stable, where that is turned off, or where a page is a single row', async () => {
    const skips = async (stream: object, most?: number) => {
      server.asked.length = 0;
      rowsThat(numbers(9), still, most);
      const pages = await list(stream);
      expect(idsOf(pages)).toEqual(numbers(9));
      return server.asked.map((url) => Number(new URL(url, 'http://x').searchParams.get('skip')));
    };
    expect(await skips({ ...offset(), listing: 'stable' })).toEqual([0, 4, 8, 12]);
    expect(await skips(offset({ overlap: false }))).toEqual([0, 4, 8, 12]);
    expect(await skips(offset(), 1)).toEqual(numbers(10));
    expect(await skips({ ...offset({ overlap: true }), listing: 'stable' })).toEqual([0, 3, 6, 10]);
  });

  it('never miss a row that was there all the while without a sign of it', async () => {
    const move = fc.record({ at: fc.nat(6), from: fc.nat(30), to: fc.nat(30) });
    const removal = fc.record({ at: fc.nat(6), from: fc.nat(30), to: fc.constant(null) });
    // Two changes at the same moment can make up for each other: then nothing shows.
    const changes = fc.uniqueArray(fc.oneof(move, removal), { maxLength: 3, selector: ({ at }) => at });
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 2, max: 22 }), changes, async (count, moves) => {
        const rows = numbers(count);
        const removed = new Set<number>();
        rowsThat(rows, (now, nth) => {
          for (const { from, to } of moves.filter(({ at }) => at === nth)) {
            const [row] = now.splice(from % now.length, 1);
            if (row === undefined) continue;
            if (to === null) removed.add(row);
            else now.splice(to % (now.length + 1), 0, row);
          }
        });
        const pages = await list(offset());
        const ids = idsOf(pages);
        const missed = numbers(count).filter((id) => !removed.has(id) && !ids.includes(id));
        const isTold = pages.some(({ shifted }) => shifted !== undefined) || new Set(ids).size < ids.length;
        if (missed.length > 0) expect(isTold).toBe(true);
      }),
      { numRuns: 300 },
    );
  });
});

describe('numbered pages', () => {
  const numbered = { pageSizeParam: 'limit', pagination: { kind: 'page', param: 'page' } };
  const shifting = { ...numbered, listing: 'shifting' };
  const pages = () => server.asked.map((url) => Number(new URL(url, 'http://x').searchParams.get('page')));

  function rowsThatMove(rows: number[], change: (nth: number) => unknown, refuses = false) {
    let nth = 0;
    server.answer = (url) => {
      change(nth++);
      const from = (Number(url.searchParams.get('page')) - 1) * 4;
      if (refuses && from >= rows.length) return undefined;
      return { data: rows.slice(from, from + 4).map((id) => ({ id })) };
    };
  }

  it('are read once where nothing is said of the listing, and the page before again where it is said to shift', async () => {
    rowsThatMove(numbers(9), still);
    expect(idsOf(await list(numbered))).toEqual(numbers(9));
    expect(pages()).toEqual([1, 2, 3, 4]);
    server.asked.length = 0;
    const found = await list(shifting);
    expect(idsOf(found)).toEqual(numbers(9));
    expect(found.every(({ shifted }) => shifted === undefined)).toBe(true);
    expect(pages()).toEqual([1, 2, 1, 3, 2, 4, 3]);
  });

  it.each([1, 3])(
    'show that a row before the place is gone, although no id comes twice (call %s)',
    async (at) => {
      const rows = numbers(12);
      rowsThatMove(rows, (nth) => nth === at && rows.splice(0, 1));
      const found = await list(shifting);
      expect(found.map(({ shifted }) => shifted ?? '').join('')).toContain('no longer ends with');
    },
  );

  it('show it also where the page behind the last one is refused', async () => {
    const rows = numbers(9);
    rowsThatMove(rows, (nth) => nth === 3 && rows.splice(0, 1), true);
    const end = { kind: 'status', status: [404] };
    const found = await list({ ...shifting, pagination: { ...numbered.pagination, end } });
    expect(found.some(({ shifted }) => shifted !== undefined)).toBe(true);
  });
});

import fc from 'fast-check';
import {
  MOST_EMPTY_PAGES,
  startPageWatch,
  watchPage,
  type PageVerdict,
  type WatchedPage,
} from './watch-pages.js';

/** The first verdict that is not fine, and at which page (counted from 1) it was given. */
function verdictOver(pages: Iterable<WatchedPage>): { verdict: PageVerdict; at: number } {
  let watch = startPageWatch();
  let at = 0;
  for (const page of pages) {
    at += 1;
    const judged = watchPage(watch, page);
    if (judged.verdict !== 'fine') return { verdict: judged.verdict, at };
    watch = judged.watch;
  }
  return { verdict: 'fine', at };
}

function* pages(count: number, page: (index: number) => Partial<WatchedPage>): Iterable<WatchedPage> {
  for (let index = 0; index < count; index += 1) {
    yield { cursorOut: `cursor ${index}`, fingerprint: `content ${index}`, recordCount: 2, ...page(index) };
  }
}

/** A sequence that goes straight for `tail` values and round in circles of `cycle` from then on. */
const rho = (tail: number, cycle: number) => (index: number) =>
  index < tail ? index : tail + ((index - tail) % cycle);

const shape = fc.record({ tail: fc.integer({ min: 0, max: 300 }), cycle: fc.integer({ min: 1, max: 300 }) });

describe('a listing that ends', () => {
  it('raises no alarm while cursors and contents are new', () => {
    expect(verdictOver(pages(5000, () => ({})))).toEqual({ verdict: 'fine', at: 5000 });
  });

  it('may have many empty pages, before its records and at its end', () => {
    const empty = { fingerprint: '', recordCount: 0 };
    const rounds = (index: number) => (index % MOST_EMPTY_PAGES === MOST_EMPTY_PAGES - 1 ? {} : empty);
    expect(verdictOver(pages(5000, rounds)).verdict).toBe('fine');
    const ending = (index: number) =>
      index === MOST_EMPTY_PAGES - 1 ? { ...empty, cursorOut: null } : empty;
    expect(verdictOver(pages(MOST_EMPTY_PAGES, ending)).verdict).toBe('fine');
  });

  it('may have empty pages between different ones', () => {
    const page = (index: number) => (index % 2 === 0 ? {} : { fingerprint: '', recordCount: 0 });
    expect(verdictOver(pages(100, page)).verdict).toBe('fine');
  });

  it('may list one record twice with others in between', () => {
    for (let first = 0; first < 20; first += 1) {
      for (let second = first + 2; second < 40; second += 1) {
        const page = (index: number) => ({ fingerprint: `content ${index === second ? first : index}` });
        expect(verdictOver(pages(50, page)).verdict).toBe('fine');
      }
    }
  });

  it('may list several records twice, one after the other', () => {
    // Page 3 is remembered until page 7, and page 7 until page 15.
    const again: Readonly<Record<number, number>> = { 5: 3, 9: 7 };
    const page = (index: number) => ({ fingerprint: `content ${again[index] ?? index}` });
    expect(verdictOver(pages(50, page)).verdict).toBe('fine');
  });

  it('ends without a cursor', () => {
    const page = (index: number) => (index === 9 ? { cursorOut: null } : {});
    expect(verdictOver(pages(10, page))).toEqual({ verdict: 'fine', at: 10 });
    expect(verdictOver(pages(1, () => ({ cursorOut: null })))).toEqual({ verdict: 'fine', at: 1 });
  });
});

describe('a listing without end', () => {
  it('is noticed at once when a page leads to itself', () => {
    expect(verdictOver(pages(9, () => ({ cursorOut: 'same' })))).toEqual({ verdict: 'cursor_loop', at: 2 });
  });

  it('is noticed at once when a page equals the one before it, whatever its cursor says', () => {
    const page = (index: number) => ({ fingerprint: `content ${Math.min(index, 6)}` });
    expect(verdictOver(pages(20, page))).toEqual({ verdict: 'page_repeated', at: 8 });
  });

  it('is noticed when the last page is repeated with empty pages in between', () => {
    const page = (index: number) =>
      index % 2 === 0 ? { fingerprint: 'last' } : { fingerprint: '', recordCount: 0 };
    expect(verdictOver(pages(20, page))).toEqual({ verdict: 'page_repeated', at: 3 });
  });

  it('is noticed when ever new cursors lead to nothing but empty pages', () => {
    const seen = verdictOver(pages(5000, () => ({ fingerprint: '', recordCount: 0 })));
    expect(seen).toEqual({ verdict: 'only_empty', at: MOST_EMPTY_PAGES });
  });

  it('is noticed for any loop of cursors within a few rounds', () => {
    fc.assert(
      fc.property(shape, ({ tail, cycle }) => {
        const place = rho(tail, cycle);
        const seen = verdictOver(pages(5000, (index) => ({ cursorOut: `cursor ${place(index)}` })));
        expect(seen.verdict).toBe('cursor_loop');
        expect(seen.at).toBeGreaterThan(tail + cycle);
        expect(seen.at).toBeLessThanOrEqual(2 * Math.max(tail + 1, 2 * cycle) + cycle);
      }),
    );
  });

  it('is noticed for any loop of contents behind ever new cursors', () => {
    fc.assert(
      fc.property(shape, ({ tail, cycle }) => {
        const place = rho(tail, cycle);
        const seen = verdictOver(pages(5000, (index) => ({ fingerprint: `content ${place(index)}` })));
        expect(seen.verdict).toBe('page_repeated');
        expect(seen.at).toBeLessThanOrEqual(2 * Math.max(tail + 1, 4 * cycle) + 2 * cycle);
      }),
    );
  });

  it('is noticed although contents come back at uneven distances', () => {
    const round = ['A', 'B', 'A', 'C', 'D'];
    const seen = verdictOver(pages(200, (index) => ({ fingerprint: round[index % 5] ?? '' })));
    expect(seen.verdict).toBe('page_repeated');
  });
});

it('remembers a few hundred bytes, however long the listing is', () => {
  let watch = startPageWatch();
  for (const page of pages(100_000, () => ({}))) watch = watchPage(watch, page).watch;
  expect(JSON.stringify(watch).length).toBeLessThan(300);
});

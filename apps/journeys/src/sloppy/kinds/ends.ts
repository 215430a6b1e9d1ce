import fc from 'fast-check';
import type { JsonObject } from '@evenkeel/domain';
import type { Kind } from '../kind.js';
import { hold, holdComplete, isGreen, saysOf } from '../wrong.js';
import type { Answer, Api } from '../sloppy-provider.js';

interface Listing {
  readonly rows: number;
  readonly size: number;
  readonly numbered: 'page' | 'offset';
  /** What a page behind the last one is. */
  readonly behind: 'empty' | 'refused' | 'last page again';
  /** Rows that are left out after the pages were cut, as where a permission is missing. */
  readonly hidden: readonly number[];
}

const idOf = (row: number) => `r${row}`;

function apiOf({ rows, size, numbered, behind, hidden }: Listing, isHiding: () => boolean): Api {
  const pages = Math.max(1, Math.ceil(rows / size));
  return ({ query }): Answer => {
    const at = Number(query.get('at') ?? (numbered === 'page' ? 1 : 0));
    const limit = Number(query.get('limit') ?? size);
    let from = numbered === 'page' ? (at - 1) * limit : at;
    const last = { pages, total: rows - (isHiding() ? hidden.length : 0) };
    if (from >= rows && rows > 0 && behind === 'refused')
      return { status: 400, body: { code: 'invalid_page_number' } };
    if (from >= rows && rows > 0 && behind === 'last page again') from = (pages - 1) * size;
    const all = Array.from({ length: Math.min(limit, rows - from) }, (_, row) => from + row);
    const data = all.filter((row) => !isHiding() || !hidden.includes(row));
    const more = from + limit < rows;
    return { body: { data: data.map((row) => ({ id: idOf(row), row })), ...last, more, done: more ? 0 : 1 } };
  };
}

const listing = fc
  .record({
    rows: fc.integer({ min: 2, max: 24 }),
    size: fc.integer({ min: 2, max: 6 }),
    numbered: fc.constantFrom('page' as const, 'offset' as const),
    behind: fc.constantFrom('empty' as const, 'refused' as const, 'last page again' as const),
  })
  .chain((known): fc.Arbitrary<Listing> => {
    const rows = [...Array(known.rows).keys()];
    return fc
      .subarray(rows, { maxLength: Math.min(4, known.rows - 1) })
      .map((hidden) => ({ ...known, hidden }));
  });

const streamOf = ({ numbered, size }: Listing, end: JsonObject): JsonObject => ({
  pageSize: size,
  pageSizeParam: 'limit',
  pagination: { kind: numbered, param: 'at', ...end },
});

/** Nothing is said of the end: a short page, a refusal or the last page again must not be taken for it. */
export const undeclaredEnds: Kind = {
  name: 'ends of listings of which nothing is said',
  trials: listing.map((told) => ({
    told,
    play: async (lab) => {
      let hiding = false;
      await lab.connect(
        apiOf(told, () => hiding),
        { stream: streamOf(told, {}) },
      );
      const all = [...Array(told.rows).keys()];
      const first = await lab.run();
      holdComplete(first, { active: await lab.active(), wanted: all.map(idOf) });
      hiding = true;
      const before = [...(await lab.active()).keys()];
      const wanted = all.filter((row) => !told.hidden.includes(row)).map(idOf);
      for (let turn = 0; turn < 2; turn += 1)
        holdComplete(await lab.run(), { active: await lab.active(), wanted }, before);
    },
  })),
};

const DECLARED = {
  empty: [{ kind: 'emptyPage' }, { kind: 'total', path: 'total' }, { kind: 'more', path: 'more' }],
  refused: [
    { kind: 'status', status: [400] },
    { kind: 'pages', path: 'pages' },
    { kind: 'more', path: 'done', inverse: true },
  ],
  // A second page like the first may as well say that the page parameter is ignored: such a listing has two pages here.
  'last page again': [{ kind: 'repeatedPage' }, { kind: 'pages', path: 'pages' }],
} as const;

interface DeclaredListing extends Listing {
  readonly end: JsonObject;
  readonly advance: 'asked' | undefined;
}

const declared = listing.chain((known) =>
  fc
    .record({
      end: fc.constantFrom<JsonObject>(...DECLARED[known.behind]),
      advance: fc.constantFrom('asked' as const, undefined),
      hides: fc.boolean(),
    })
    .map(({ end, advance, hides }): DeclaredListing => {
      // A second page like the first may as well say that the page parameter is ignored: such a listing has two pages here.
      const rows = known.rows + (end['kind'] === 'repeatedPage' ? known.size : 0);
      return { ...known, rows, hidden: hides ? known.hidden : [], end, advance };
    }),
);

/** The end is declared: then a run has every row, and is green where pages are full. */
export const declaredEnds: Kind = {
  name: 'ends of listings that are declared',
  trials: declared.map((told) => ({
    told,
    play: async (lab) => {
      const { end, advance, numbered, rows, hidden } = told;
      const said = { end, ...(advance !== undefined && numbered === 'offset' && { advance }) };
      await lab.connect(
        apiOf(told, () => true),
        { stream: streamOf(told, said) },
      );
      const run = await lab.run();
      hold(isGreen(run) || hidden.length > 0, `not green: ${saysOf(run)}`);
      const wanted = [...Array(rows).keys()].filter((row) => !hidden.includes(row)).map(idOf);
      holdComplete(run, { active: await lab.active(), wanted });
    },
  })),
};

import type { EdgeReading } from './edge-reading.js';
import type { EndOfListing } from '../settings/end-of-listing.js';
import type { PaginationOf } from '../settings/pagination-settings.js';
import { afterCounted, firstOfSize, readCounted, refusedCounted, type Counting } from './counted.js';
import { lengthOf, type PageRead, type Paging } from './paging.js';

/** Ends that are told by pages: behind the last record there may be a refusal, or the last page once more. It is not asked for. */
const PAGED_ENDS: ReadonlySet<EndOfListing['kind']> = new Set(['pages', 'repeatedPage']);

/** Whether a page begins with the last record of the page before, where the settings do not say so. */
export function overlaps({ end, advance, overlap }: PaginationOf<'offset'>, isStable: boolean): boolean {
  // Places that are counted by what was asked for must be those of the provider's pages.
  return overlap ?? !(isStable || (advance === 'asked' && PAGED_ENDS.has(end.kind)));
}

export function byOffset({ param, end, advance }: PaginationOf<'offset'>, edges: EdgeReading): Paging {
  const goesByReceived = advance === 'received' || (advance === undefined && PAGED_ENDS.has(end.kind));
  const counting: Counting = {
    end,
    start: 0,
    isSized: true,
    step: (page, first) => (goesByReceived ? lengthOf(page) : stepAsAsked(page, first)),
    perPage: (page, first) => page.most ?? first,
  };
  return {
    callOf: (listing, cursor) => {
      const offset = readCounted(cursor, 0).place;
      return listing.page({ values: { offset }, param: { name: param, value: String(offset) } });
    },
    after: (page) => {
      const { edge } = readCounted(page.cursor, 0);
      const found = edge === null ? -1 : page.entries.findIndex((entry) => edges.idOf(entry) === edge);
      const again = found === -1 ? 0 : 1;
      return {
        ...afterCounted(page, { ...counting, again, edge: nextEdge(page, edges, goesByReceived), back: 1 }),
        ...(found !== -1 && { overlap: found }),
        ...(edge !== null && found === -1 && { shifted: describeLostEdge(page, edge) }),
        ...(advance === undefined && !goesByReceived && isBehindShort(page) && { doubt: UNSURE }),
      };
    },
    // A cursor of an earlier release does not say which size its pages had.
    resizes: (cursor) => (cursor === null || /^\d+x/.test(cursor) ? 'here' : 'from_start'),
    refused: (cursor, error) => refusedCounted(cursor, error, counting),
  };
}

/**
 * The last entry of a page. Behind one that is short the next page begins with it only where offsets count what was received; else it
 * may as well begin with an entry that the provider left out. A page of a single entry would never lead on.
 */
function nextEdge(
  { cursor, entries, asked }: PageRead,
  { isChecked, idOf }: EdgeReading,
  goesByReceived: boolean,
): string | null {
  const last = entries.at(-1);
  const first = firstOfSize(readCounted(cursor, 0), { asked }) ?? entries.length;
  const fewest = goesByReceived ? 2 : Math.max(first, 2);
  return isChecked && last !== undefined && entries.length >= fewest ? idOf(last) : null;
}

function describeLostEdge({ url }: PageRead, edge: string): string {
  return `rows moved while they were listed: the page at ${url.search || url.pathname} does not begin with "${edge}", the last of the page before`;
}

const UNSURE =
  'a page in the middle was shorter than the first: say in `advance` whether an offset counts what was asked for or what was received';

/** Whether more came behind a page that was shorter than the first, which only was what was asked for. */
function isBehindShort({ cursor, asked, ...page }: PageRead): boolean {
  const { first, last, size } = readCounted(cursor, 0);
  return first !== null && first === (size ?? asked) && last < first && lengthOf(page) > 0;
}

/**
 * A page in the middle may be short because records were left out of it after it was cut: the next one begins behind all that was
 * asked for. A first page that is short may as well say that the provider gives no more at a time: then nothing is skipped.
 */
function stepAsAsked({ asked, ...page }: PageRead, first: number): number {
  return asked === undefined || first < asked ? lengthOf(page) : asked;
}

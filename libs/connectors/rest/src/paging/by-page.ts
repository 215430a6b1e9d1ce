import type { PaginationOf } from '../settings/pagination-settings.js';
import { afterCounted, readCounted, refusedCounted, type Counting } from './counted.js';
import type { EdgeReading } from './edge-reading.js';
import type { Listing, Paging, Reread } from './paging.js';

export function byPage({ param, start, end }: PaginationOf<'page'>, edges: EdgeReading): Paging {
  const counting: Counting = { end, start, step: () => 1 };
  const numbered = (listing: Listing, page: number) =>
    listing.page({ values: { page }, param: { name: param, value: String(page) } });
  const rereads = (listing: Listing, cursor: string | null): Reread | undefined => {
    const { place, edge } = readCounted(cursor, start);
    if (edge === null) return undefined;
    const call = numbered(listing, place - 1);
    return {
      call,
      shifted: (entries) => {
        const last = entries.at(-1);
        if (last !== undefined && edges.idOf(last) === edge) return undefined;
        return `rows moved while they were listed: the page at ${call.url.search || call.url.pathname} no longer ends with "${edge}"`;
      },
    };
  };
  return {
    callOf: (listing, cursor) => numbered(listing, readCounted(cursor, start).place),
    after: (page) => {
      const last = page.entries.at(-1);
      const edge = edges.isChecked && last !== undefined ? edges.idOf(last) : null;
      return afterCounted(page, { ...counting, edge });
    },
    // The same number is another place.
    resizes: (cursor) => (cursor === null ? 'here' : 'from_start'),
    rereads,
    refused: (cursor, error) => refusedCounted(cursor, error, counting),
  };
}

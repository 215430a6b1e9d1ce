import type { PaginationOf } from '../settings/pagination-settings.js';
import { afterCounted, readCounted, refusedCounted, type Counting } from './counted.js';
import type { EdgeReading } from './edge-reading.js';
import { withParam, type Paging, type Reread } from './paging.js';

export function byPage({ param, start, end }: PaginationOf<'page'>, edges: EdgeReading): Paging {
  const counting: Counting = { end, start, step: () => 1 };
  const rereads = (listing: URL, cursor: string | null): Reread | undefined => {
    const { place, edge } = readCounted(cursor, start);
    if (edge === null) return undefined;
    const url = withParam(listing, param, String(place - 1));
    return {
      url,
      shifted: (entries) => {
        const last = entries.at(-1);
        if (last !== undefined && edges.idOf(last) === edge) return undefined;
        return `rows moved while they were listed: the page at ${url.search} no longer ends with "${edge}"`;
      },
    };
  };
  return {
    urlOf: (listing, cursor) => withParam(listing, param, String(readCounted(cursor, start).place)),
    after: (page) => {
      const last = page.entries.at(-1);
      const edge = edges.isChecked && last !== undefined ? edges.idOf(last) : null;
      return afterCounted(page, { ...counting, edge });
    },
    rereads,
    refused: (cursor, error) => refusedCounted(cursor, error, counting),
  };
}

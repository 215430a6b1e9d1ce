import type { PaginationOf } from '../rest-settings.js';
import { afterCounted, readCounted, refusedCounted, type Counting } from './counted.js';
import { withParam, type Paging } from './paging.js';

export function byPage({ param, start, end }: PaginationOf<'page'>): Paging {
  const counting: Counting = { end, start, step: () => 1 };
  return {
    urlOf: (listing, cursor) => withParam(listing, param, String(readCounted(cursor, start).place)),
    after: (page) => afterCounted(page, counting),
    refused: (cursor, error) => refusedCounted(cursor, error, counting),
  };
}

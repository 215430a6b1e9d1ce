import type { PaginationOf } from '../rest-settings.js';
import { nextCounted, readCounted } from './counted.js';
import { withParam, type Paging } from './paging.js';

export function byPage({ param, start }: PaginationOf<'page'>): Paging {
  return {
    urlOf: (listing, cursor) => withParam(listing, param, String(readCounted(cursor, start).place)),
    next: ({ cursor, entries }) => nextCounted(readCounted(cursor, start), entries.length, 1),
  };
}

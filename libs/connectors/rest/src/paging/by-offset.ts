import type { PaginationOf } from '../rest-settings.js';
import { nextCounted, readCounted } from './counted.js';
import { withParam, type Paging } from './paging.js';

export function byOffset({ param }: PaginationOf<'offset'>): Paging {
  return {
    urlOf: (listing, cursor) => withParam(listing, param, String(readCounted(cursor, 0).place)),
    next: ({ cursor, entries }) => nextCounted(readCounted(cursor, 0), entries.length, entries.length),
  };
}

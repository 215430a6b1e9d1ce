import type { PaginationOf } from '../rest-settings.js';
import { afterCounted, readCounted, refusedCounted, type Counting } from './counted.js';
import { withParam, type PageRead, type Paging } from './paging.js';

export function byOffset({ param, end, advance }: PaginationOf<'offset'>): Paging {
  const counting: Counting = {
    end,
    start: 0,
    step: (page, first) => (advance === 'received' ? page.entries.length : stepAsAsked(page, first)),
  };
  return {
    urlOf: (listing, cursor) => withParam(listing, param, String(readCounted(cursor, 0).place)),
    after: (page) => {
      const end = afterCounted(page, counting);
      return advance === undefined && isBehindShort(page) ? { ...end, doubt: UNSURE } : end;
    },
    refused: (cursor, error) => refusedCounted(cursor, error, counting),
  };
}

const UNSURE =
  'a page in the middle was shorter than the first: say in `advance` whether an offset counts what was asked for or what was received';

/** Whether more came behind a page that was shorter than the first, which only was what was asked for. */
function isBehindShort({ cursor, entries, asked }: PageRead): boolean {
  const { first, last } = readCounted(cursor, 0);
  return first !== null && first === asked && last < first && entries.length > 0;
}

/**
 * A page in the middle may be short because records were left out of it after it was cut: the next one begins behind all that was
 * asked for. A first page that is short may as well say that the provider gives no more at a time: then nothing is skipped.
 */
function stepAsAsked({ asked, entries }: PageRead, first: number): number {
  return asked === undefined || first < asked ? entries.length : asked;
}

import type { EdgeReading } from './edge-reading.js';
import type { PaginationOf } from '../rest-settings.js';
import { afterCounted, readCounted, refusedCounted, type Counting } from './counted.js';
import { withParam, type PageRead, type Paging } from './paging.js';

export function byOffset({ param, end, advance }: PaginationOf<'offset'>, edges: EdgeReading): Paging {
  const counting: Counting = {
    end,
    start: 0,
    step: (page, first) => (advance === 'received' ? page.entries.length : stepAsAsked(page, first)),
  };
  return {
    urlOf: (listing, cursor) => withParam(listing, param, String(readCounted(cursor, 0).place)),
    after: (page) => {
      const { edge } = readCounted(page.cursor, 0);
      const found = edge === null ? -1 : page.entries.findIndex((entry) => edges.idOf(entry) === edge);
      const again = found === -1 ? 0 : 1;
      return {
        ...afterCounted(page, { ...counting, again, edge: nextEdge(page, edges), back: 1 }),
        ...(found !== -1 && { overlap: found }),
        ...(edge !== null && found === -1 && { shifted: describeLostEdge(page, edge) }),
        ...(advance === undefined && isBehindShort(page) && { doubt: UNSURE }),
      };
    },
    refused: (cursor, error) => refusedCounted(cursor, error, counting),
  };
}

/**
 * The last entry of a full page. Behind one that is short the next page may as well begin with an entry that the provider left out; and
 * a page of a single entry would never lead on.
 */
function nextEdge({ cursor, entries }: PageRead, { isChecked, idOf }: EdgeReading): string | null {
  const last = entries.at(-1);
  const first = readCounted(cursor, 0).first ?? entries.length;
  if (!isChecked || last === undefined || entries.length < Math.max(first, 2)) return null;
  return idOf(last);
}

function describeLostEdge({ url }: PageRead, edge: string): string {
  return `rows moved while they were listed: the page at ${url.search} does not begin with "${edge}", the last of the page before`;
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

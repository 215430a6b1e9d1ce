import { SyncError, type JsonValue } from '@evenkeel/domain';
import type { EndOfListing } from '../settings/end-of-listing.js';
import { valueAt } from '../value-at.js';
import { saysMore } from './says-more.js';
import { lengthOf, type PageEnd, type PageRead } from './paging.js';

/** A cursor of paging by numbers: where the page begins, and what the pages before it were like. */
export interface CountedCursor {
  readonly place: number;
  /** Entries of the first page; null before it. */
  readonly first: number | null;
  /** Entries of the page before. */
  readonly last: number;
  /** Entries of all pages before. */
  readonly seen: number;
  /** Id of the last entry of the page before, where the edge between the two is looked at; else null. */
  readonly edge: string | null;
  /** How many entries the page before was asked for, where later ones may have fewer; else null. */
  readonly size: number | null;
}

export function readCounted(cursor: string | null, start: number): CountedCursor {
  if (cursor === null) return { place: start, first: null, last: 0, seen: 0, edge: null, size: null };
  const found = /^(?:(\d+)x)?(\d+):(\d+):(\d+):(\d+)(?::([^]*))?$/.exec(cursor);
  if (found === null) {
    throw new SyncError('config.invalid_settings', `The cursor "${cursor}" is of another kind of pagination`);
  }
  const [place = 0, first = 0, last = 0, seen = 0] = found.slice(2, 6).map(Number);
  const size = found[1] === undefined ? null : Number(found[1]);
  return { place, first, last, seen, edge: found[6] ?? null, size };
}

/** Entries of the first page of the size that this one has; null where it is the first of that size. */
export function firstOfSize(
  { first, size }: CountedCursor,
  { asked }: Pick<PageRead, 'asked'>,
): number | null {
  return size === null || asked === undefined || size === asked ? first : null;
}

/** What ends a listing, and by how much a full page moves its place. */
export interface Counting {
  readonly end: EndOfListing;
  readonly start: number;
  readonly step: (page: PageRead, first: number) => number;
  /** How many places a page of the provider's takes; left out: one. */
  readonly perPage?: (page: PageRead, first: number) => number;
  /** Entries of this page that the page before had as well; left out: none. */
  readonly again?: number;
  /** The entry at the edge to the next page, as far as that is looked at. */
  readonly edge?: string | null;
  /** Places do not depend on the size of pages, so that it may change: a cursor says which it was. */
  readonly isSized?: boolean;
  /** By how much the next page begins before that edge; left out: not at all. */
  readonly back?: number;
}

/** How a listing by numbers goes on behind this page. */
export function afterCounted(page: PageRead, counting: Counting): PageEnd {
  const { end, start, step, perPage, again = 0, edge = null, back = 0 } = counting;
  const before = readCounted(page.cursor, start);
  const length = lengthOf(page);
  const fresh = length - again;
  const first = firstOfSize(before, page) ?? length;
  const seen = before.seen + fresh;
  const told = saidBy(page, end);
  const place = before.place + step(page, first);
  const behind = behindPage(page, counting, { first, seen });
  const next = edge === null ? behind(place) : `${behind(place - back)}:${edge}`;
  // A page of one entry that is its overlap tells nothing of what comes behind.
  if (fresh === 0 && again > 0 && page.asked === 1) return { ...told, next };
  switch (end.kind) {
    case 'shortPage':
      return { next: fresh === 0 || length < first ? null : next };
    case 'total':
      return { ...told, next: fresh === 0 || seen >= (told.total ?? Infinity) ? null : next };
    case 'pages': {
      const pages = numberAt(page, end.path);
      const isLast = before.place - start >= (pages - 1) * (perPage?.(page, first) ?? 1);
      if (fresh > 0 || isLast) return { next: isLast ? null : next };
      return { next: null, doubt: `there are ${pages} pages, and ${page.url.search} is empty` };
    }
    case 'more':
      return { next: saysMore(page, end) ? next : null };
    case 'repeatedPage': {
      // Every record of a page may be left out: an empty page is not the end that was declared, but a listing has to end somewhere.
      const isOnlyEmpty = length === 0 && before.first !== null;
      if (!isOnlyEmpty || before.last > 0)
        return { ...told, next: fresh === 0 && !isOnlyEmpty ? null : next };
      return { next: null, doubt: `two pages in a row are empty, and the last page did not come again` };
    }
    case 'status':
    case 'emptyPage':
      // Nothing but its overlap: what came behind that may all have been left out. A page without an overlap tells.
      if (fresh === 0 && again > 0) return { ...told, next: behind(before.place + length) };
      return { ...told, next: fresh === 0 ? null : next };
  }
}

/** What a page says of the whole listing. */
function saidBy(page: PageRead, end: EndOfListing): Pick<PageEnd, 'total' | 'repeatsAtEnd'> {
  if (end.kind === 'repeatedPage') return { repeatsAtEnd: true };
  return end.kind === 'total' ? { total: numberAt(page, end.path) } : {};
}

/** What a cursor says of the pages behind which a place is. */
function behindPage(
  page: PageRead,
  { isSized = false }: Counting,
  { first, seen }: Pick<CountedCursor, 'seen'> & { readonly first: number },
): (place: number) => string {
  const sized = isSized && page.asked !== undefined ? `${page.asked}x` : '';
  return (place) => `${sized}${place}:${first}:${lengthOf(page)}:${seen}`;
}

const PAST_THE_END = [400, 404, 410, 416, 422];

/**
 * Some refuse what is past the end. Where that was said of it, it is the end; where the page before was a short one, it is likely to be,
 * which proves nothing.
 */
export function refusedCounted(
  cursor: string | null,
  { status, message, errorClass }: SyncError,
  { end, start }: Pick<Counting, 'end' | 'start'>,
): PageEnd | undefined {
  if (cursor === null || status === undefined) return undefined;
  if (end.kind === 'status' && end.status.includes(status)) return { next: null };
  // What a rule of `errors` says of it goes first, for example that the cursor has expired.
  if (errorClass !== 'config') return undefined;
  const { first, last } = readCounted(cursor, start);
  if (first === null || last >= first || !PAST_THE_END.includes(status)) return undefined;
  return { next: null, doubt: `the page behind a short one was refused, which may be the end: ${message}` };
}

function numberAt({ answer, url }: PageRead, path: string): number {
  const found: JsonValue | undefined = valueAt(answer.body, path);
  const number = typeof found === 'string' && /^\d{1,15}$/.test(found) ? Number(found) : found;
  if (typeof number === 'number' && Number.isSafeInteger(number) && number >= 0) return number;
  const message = `"${path}" in the answer of ${url.pathname} is not a number of records or pages`;
  throw new SyncError('provider.unexpected_shape', message);
}

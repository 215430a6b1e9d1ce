import { SyncError } from '@evenkeel/domain';
import type { PaginationOf } from '../settings/pagination-settings.js';
import { isNothing, textAt, valueAt } from '../value-at.js';
import { absentHeader, absentPlace } from './absent-place.js';
import { saysMore } from './says-more.js';
import { lengthOf, type PageEnd, type PageRead, type Paging } from './paging.js';

type CursorSettings = PaginationOf<'cursor'>;

export function byCursor(pagination: CursorSettings): Paging {
  const { param, hasMorePath: path, moreInverse: inverse } = pagination;
  return {
    callOf: (listing, cursor) =>
      listing.page(cursor === null ? {} : { values: { cursor }, param: { name: param, value: cursor } }),
    // A token that is a number may be one of pages, which are other ones where they have another size.
    resizes: (cursor) =>
      cursor !== null && pagination.lastPath === undefined && /^\d{1,9}$/.test(cursor)
        ? 'from_start'
        : 'here',
    after: (page) => {
      if (path !== undefined && !saysMore(page, { path, inverse })) return { next: null };
      if (pagination.end === 'emptyPage' && lengthOf(page) === 0) return { next: null };
      const next = placeAfter(page, pagination);
      // Without a word on whether there is more, no token is the end; with one it is a contradiction.
      if (next.next === null && path !== undefined) throw noCursor(page.url);
      return next;
    },
  };
}

function placeAfter(page: PageRead, pagination: CursorSettings): PageEnd {
  const { nextPath, nextHeader, lastPath } = pagination;
  if (lastPath !== undefined) return behindLast(page, lastPath, pagination);
  if (nextHeader !== undefined) {
    const header = page.answer.headers[nextHeader.toLowerCase()];
    return header === undefined ? absentHeader(page, nextHeader) : { next: header === '' ? null : header };
  }
  const path = nextPath ?? '';
  const found = valueAt(page.answer.body, path);
  if (found === undefined) return absentPlace(page, path);
  const next = textAt(page.answer.body, path);
  // What is there and cannot be sent back is a slip in the path: taken for the end, it would be one page of many.
  if (next === null && found !== false && !isNothing(found)) {
    const message = `"${path}" in the answer of ${page.url.pathname} is no cursor: it is neither a text nor a number`;
    throw new SyncError('provider.unexpected_shape', message);
  }
  return { next };
}

/** A page without a record is the end. Where several records share the field, some of them may lie on either side of the edge. */
function behindLast({ entries, url }: PageRead, path: string, { hasMorePath }: CursorSettings): PageEnd {
  const last = entries.at(-1);
  if (last === undefined) return { next: null };
  const next = textAt(last, path);
  // What the flag says against that is told with the flag.
  if (next === null && hasMorePath !== undefined) return { next };
  if (next === null) {
    const message = `The last entry of a page of ${url.pathname} has no text or number at "${path}", behind which the next page would begin`;
    throw new SyncError('provider.unexpected_shape', message);
  }
  const before = entries.at(-2);
  if (before === undefined || textAt(before, path) !== next) return { next };
  const doubt = `several records of ${url.pathname} have "${next}" at "${path}": between two pages one of them may be left out`;
  return { next, doubt };
}

function noCursor(url: URL): SyncError {
  const message = `${url.pathname} says that there are more records but not where they begin`;
  return new SyncError('provider.unexpected_shape', message);
}

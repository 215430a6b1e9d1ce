import { SyncError } from '@evenkeel/domain';
import type { PaginationOf } from '../settings/pagination-settings.js';
import { textAt, valueAt } from '../value-at.js';
import { absentPlace } from './absent-place.js';
import { saysMore } from './says-more.js';
import { withParam, type PageEnd, type PageRead, type Paging } from './paging.js';

export function byCursor(pagination: PaginationOf<'cursor'>): Paging {
  const { param, hasMorePath: path, moreInverse: inverse } = pagination;
  return {
    urlOf: (listing, cursor) => (cursor === null ? listing : withParam(listing, param, cursor)),
    after: (page) => {
      if (path !== undefined && !saysMore(page, { path, inverse })) return { next: null };
      if (pagination.end === 'emptyPage' && page.entries.length === 0) return { next: null };
      const next = placeAfter(page, pagination);
      // Without a word on whether there is more, no token is the end; with one it is a contradiction.
      if (next.next === null && path !== undefined) throw noCursor(page.url);
      return next;
    },
  };
}

function placeAfter(page: PageRead, { nextPath, lastIdPath }: PaginationOf<'cursor'>): PageEnd {
  if (lastIdPath !== undefined) {
    const last = page.entries.at(-1);
    return { next: last === undefined ? null : textAt(last, lastIdPath) };
  }
  const path = nextPath ?? '';
  if (valueAt(page.answer.body, path) === undefined) return absentPlace(page, path);
  return { next: textAt(page.answer.body, path) };
}

function noCursor(url: URL): SyncError {
  const message = `${url.pathname} says that there are more records but not where they begin`;
  return new SyncError('provider.unexpected_shape', message);
}

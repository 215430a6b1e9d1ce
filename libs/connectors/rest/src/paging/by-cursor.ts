import { SyncError, type JsonValue } from '@evenkeel/domain';
import type { PaginationOf } from '../rest-settings.js';
import { textAt, valueAt } from '../value-at.js';
import { withParam, type PageRead, type Paging } from './paging.js';

export function byCursor(pagination: PaginationOf<'cursor'>): Paging {
  const { param, nextPath, lastIdPath, hasMorePath } = pagination;
  return {
    urlOf: (listing, cursor) => (cursor === null ? listing : withParam(listing, param, cursor)),
    next: ({ answer, entries, url }) => {
      if (hasMorePath !== undefined && !saysMore(answer.body, hasMorePath, url)) return null;
      const next =
        lastIdPath === undefined ? textAt(answer.body, nextPath ?? '') : lastIdOf(entries, lastIdPath);
      // Without a word on whether there is more, no token is the end; with one it is a contradiction.
      if (next === null && hasMorePath !== undefined) throw noCursor(url);
      return next;
    },
  };
}

function saysMore(body: JsonValue, path: string, url: URL): boolean {
  const more = valueAt(body, path);
  if (typeof more === 'boolean') return more;
  throw new SyncError(
    'provider.unexpected_shape',
    `"${path}" in the answer of ${url.pathname} is not true or false`,
  );
}

function lastIdOf(entries: PageRead['entries'], path: string): string | null {
  const last = entries.at(-1);
  return last === undefined ? null : textAt(last, path);
}

function noCursor(url: URL): SyncError {
  const message = `${url.pathname} says that there are more records but not where they begin`;
  return new SyncError('provider.unexpected_shape', message);
}

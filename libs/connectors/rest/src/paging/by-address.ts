import { SyncError, type JsonValue } from '@evenkeel/domain';
import type { PaginationOf } from '../rest-settings.js';
import { valueAt } from '../value-at.js';
import type { PageRead, Paging } from './paging.js';

/** `Link: <...>; rel="next"`. */
export function byLink(): Paging {
  return byAddress(({ answer }) => nextLink(answer.headers['link'] ?? ''));
}

/** An address in the body, absolute or relative. */
export function byNextUrl({ path }: PaginationOf<'nextUrl'>): Paging {
  return byAddress(({ answer, url }) => {
    const found: JsonValue | undefined = valueAt(answer.body, path);
    if (found === undefined || found === null || found === '') return null;
    if (typeof found === 'string') return found;
    throw new SyncError(
      'provider.unexpected_shape',
      `"${path}" in the answer of ${url.pathname} is not an address`,
    );
  });
}

function byAddress(find: (page: PageRead) => string | null): Paging {
  return {
    urlOf: (listing, cursor) => (cursor === null ? listing : boundTo(listing, cursor)),
    next: (page) => {
      const found = find(page);
      return found === null ? null : boundTo(page.url, found).href;
    },
  };
}

/** Credentials are sent only to the host of the base URL, wherever the provider says that the next page is. */
function boundTo(home: URL, address: string): URL {
  const next = URL.parse(address, home.href);
  if (next === null) {
    throw new SyncError(
      'provider.unexpected_shape',
      `The next page of ${home.pathname} is at no valid address`,
    );
  }
  if (next.origin === home.origin) return next;
  const message = `The next page of ${home.origin}${home.pathname} is on another host, ${next.origin}`;
  throw new SyncError('provider.redirected', message);
}

/** The target of the link whose relation is "next" (RFC 8288). */
export function nextLink(header: string): string | null {
  for (const [, target, parameters] of header.matchAll(
    /<([^>]*)>((?:\s*;\s*[\w*-]+(?:=(?:"[^"]*"|[^\s",;]+))?)*)/g,
  )) {
    const relation = /;\s*rel\s*=\s*(?:"([^"]*)"|([^\s",;]+))/i.exec(parameters ?? '');
    const relations = (relation?.[1] ?? relation?.[2] ?? '').toLowerCase().split(/\s+/);
    if (target !== undefined && relations.includes('next')) return target;
  }
  return null;
}

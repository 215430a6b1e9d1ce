import { SyncError, type JsonValue } from '@evenkeel/domain';
import type { PaginationOf } from '../settings/pagination-settings.js';
import { canResize, countsPages } from '../request/resized-address.js';
import { valueAt } from '../value-at.js';
import { absentPlace } from './absent-place.js';
import { nextLink } from './link-header.js';
import type { PageEnd, PageRead, Paging } from './paging.js';

type Origin = PaginationOf<'link' | 'nextUrl'>['origin'];

/** How the size of a page is told that is at an address of the provider. */
export interface SizeOfAddress {
  /** The parameter of the address that has it. */
  readonly param: string | undefined;
  /** It is, besides, in the headers or the body. */
  readonly besides: boolean;
}

/** `Link: <...>; rel="next"`. */
export function byLink({ origin }: PaginationOf<'link'>, size: SizeOfAddress): Paging {
  return byAddress({ origin, size }, ({ answer }) => ({ next: nextLink(answer.headers['link'] ?? '') }));
}

/** An address in the body, absolute or relative. */
export function byNextUrl({ path, origin }: PaginationOf<'nextUrl'>, size: SizeOfAddress): Paging {
  return byAddress({ origin, size }, (page) => {
    const found: JsonValue | undefined = valueAt(page.answer.body, path);
    if (typeof found === 'string' && found !== '') return { next: found };
    if (found === undefined) return absentPlace(page, path);
    if (found === null || found === '' || found === false) return { next: null };
    throw new SyncError(
      'provider.unexpected_shape',
      `"${path}" in the answer of ${page.url.pathname} is not an address`,
    );
  });
}

interface AddressPaging {
  readonly origin: Origin;
  readonly size: SizeOfAddress;
}

function byAddress({ origin, size }: AddressPaging, find: (page: PageRead) => PageEnd): Paging {
  return {
    callOf: (listing, cursor) =>
      listing.page(cursor === null ? {} : { address: boundTo(listing.home, cursor, 'same') }),
    after: (page) => {
      const found = find(page);
      return found.next === null ? found : { ...found, next: boundTo(page.url, found.next, origin).href };
    },
    resizes: (cursor) => {
      if (cursor === null) return 'here';
      const address = URL.parse(cursor);
      if (address === null) return 'from_start';
      const isHere = size.besides
        ? !countsPages(address.searchParams, size.param)
        : canResize(address, size.param);
      return isHere ? 'here' : 'from_start';
    },
  };
}

/** Credentials are sent only to the host of the base URL, wherever the provider says that the next page is. */
function boundTo(home: URL, address: string, origin: Origin): URL {
  const next = URL.parse(address, home.href);
  if (next === null) {
    throw new SyncError(
      'provider.unexpected_shape',
      `The next page of ${home.pathname} is at no valid address`,
    );
  }
  if (next.origin === home.origin) return next;
  if (!/^https?:$/.test(next.protocol)) {
    const shown = `${next.protocol}//${next.host}${next.pathname}`.slice(0, 100);
    const led = `The next page of ${home.origin}${home.pathname} leads to ${shown}, which is no http address`;
    throw new SyncError('provider.led_nowhere', led);
  }
  if (origin === 'ignore') return atHome(home, next);
  const message = `The next page of ${home.origin}${home.pathname} is on another host, ${next.origin}: where only its path and query count, set \`origin\` of the pagination to ignore`;
  throw new SyncError('provider.redirected', message);
}

/** Path and query of an address, at home: put together from parts, for a path may look like another host. */
function atHome(home: URL, { pathname, search }: URL): URL {
  const address = new URL(home.origin);
  address.pathname = pathname;
  address.search = search;
  return address;
}

import { SyncError, type JsonValue, type Watermark } from '@evenkeel/domain';
import type { Incremental } from '../settings/incremental-settings.js';
import { textAt, valueAt } from '../value-at.js';
import { lengthOf, type PageRead, type Paging } from './paging.js';

export type PositionFeed = Extract<Incremental, { readonly kind: 'position' }>;

/** A change feed: each page begins behind the position that the one before it told. */
export function byPosition(feed: PositionFeed, since: Watermark | null): Paging {
  const first = since?.value ?? feed.start;
  return {
    callOf: (listing, cursor) => {
      const position = cursor ?? first;
      if (position === undefined) return listing.page({});
      return listing.page({ values: { cursor: position }, param: { name: feed.param, value: position } });
    },
    resizes: () => 'here',
    after: (page) => {
      const pending =
        feed.pendingPath === undefined ? undefined : valueAt(page.answer.body, feed.pendingPath);
      const isLast = lengthOf(page) === 0 || pending === 0;
      return { next: isLast ? null : positionAfter(feed, page) };
    },
  };
}

/** The last page tells the position: where it does, that the place of a next page is missing is no doubt. */
export function upToPosition({ positionPath }: PositionFeed, pages: Paging): Paging {
  return {
    ...pages,
    after: (page) => {
      const { doubt, ...end } = pages.after(page);
      const isEnd = end.next === null && textAt(page.answer.body, positionPath) !== null;
      return { ...end, ...(doubt !== undefined && !isEnd && { doubt }) };
    },
  };
}

/** Where the feed goes on behind this page. */
export function positionAfter({ positionPath }: PositionFeed, { answer, url }: PageRead): string {
  const position = textAt(answer.body, positionPath);
  if (position !== null) return position;
  const found: JsonValue | undefined = valueAt(answer.body, positionPath);
  const what = found === undefined ? 'is missing' : 'is neither a text nor a number';
  throw new SyncError(
    'provider.unexpected_shape',
    `"${positionPath}" in the answer of ${url.pathname} ${what}`,
  );
}

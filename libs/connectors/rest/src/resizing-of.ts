import type { Resizing } from '@evenkeel/ports';
import { feedStream } from './feeds/feed-stream.js';
import { pagingOf } from './paging/paging-of.js';
import { tellsSize } from './request/listing-request.js';
import { streamOf } from './settings/read-rest-settings.js';
import type { RestSettings } from './settings/rest-settings.js';
import type { StreamSettings } from './settings/stream-settings.js';

/** From where the pages of a stream can have fewer records. */
export function resizingOf(stream: StreamSettings, settings: RestSettings, cursor: string | null): Resizing {
  const listings = listingsBehind(stream, settings);
  if (!tellsSize(stream) || listings.some(isOnePage)) return 'never';
  if (listings.length === 1 && stream.also === undefined) return pagingOf(stream, null).resizes(cursor);
  // The cursor stands in several listings at once, each of which may count its pages.
  return cursor === null ? 'here' : 'from_start';
}

/** All listings that a page may be of: those of the stream, of its feeds and of its parents. */
function listingsBehind(stream: StreamSettings, settings: RestSettings): readonly StreamSettings[] {
  const { parent, deletions, changes } = stream;
  const feeds = [deletions, changes].flatMap((feed) =>
    feed === undefined ? [] : [feedStream(feed, stream)],
  );
  const parents = parent === undefined ? [] : listingsBehind(streamOf(settings, parent.stream), settings);
  return [stream, ...feeds, ...parents];
}

/** With fewer records that would be all that it gives. */
function isOnePage(listing: StreamSettings): boolean {
  return tellsSize(listing) && pagingOf(listing, null).resizes(null) === 'never';
}

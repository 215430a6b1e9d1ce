import type { ListedPage, ReadListed } from '../listed-page.js';
import { inTurn } from '../listings-in-turn.js';
import type { OpenedRest } from '../opened-rest.js';
import { readListing } from '../read-listing.js';
import type { DeletionsSettings } from '../settings/feed-settings.js';
import type { StreamSettings } from '../settings/stream-settings.js';
import { cutOf } from '../slicing/cut-of.js';
import { assertKept, feedStream } from './feed-stream.js';

/**
 * Reads what was deleted, where only changes are asked for, and then the listing: what was deleted and restored since is there again
 * by the listing. In the other order it would end as gone.
 */
export function readDeletions(
  opened: OpenedRest,
  stream: StreamSettings & { readonly deletions: DeletionsSettings },
  listing: ReadListed,
): ReadListed {
  const { deletions } = stream;
  const feed = feedStream(deletions, stream);
  const gone: ReadListed = async ({ range: _, filter: __, ...request }) => {
    if (request.cursor === null && request.since !== null)
      assertKept(deletions, request.since, opened.clock.now());
    return announced(await readListing(opened, feed, request));
  };
  const both = inTurn([gone, listing], (read, request) => read(request));
  const isFirstPart = firstPartOf(opened, stream);
  return (request) =>
    request.since === null || !isFirstPart(request.range) ? listing(request) : both(request);
}

/** The time of its first page is where the next run reads on, also where the list itself cannot be asked since a time. */
function announced(page: ListedPage): ListedPage {
  const records = page.records.map((record) => ({ ...record, data: null, gone: 'announced' as const }));
  return { ...page, records, bound: page.askedAt === null ? null : { kind: 'time', value: page.askedAt } };
}

/** Of parts that are read at the same time, one reads what was deleted from all of them. */
function firstPartOf({ connection }: OpenedRest, stream: StreamSettings) {
  const slices = cutOf(stream, connection.settings.streams)?.slices;
  return (range: Parameters<ReadListed>[0]['range']): boolean =>
    range === undefined || slices?.kind !== 'partitions' || range[slices.param] === slices.values[0];
}

import { CallPostponed, SyncError } from '@evenkeel/domain';
import { readChanges } from './feeds/read-changes.js';
import { readDeletions } from './feeds/read-deletions.js';
import type { ReadListed } from './listed-page.js';
import { inTurn } from './listings-in-turn.js';
import { listingsOf } from './listings-of.js';
import type { OpenedRest } from './opened-rest.js';
import { readChildren } from './parents/read-children.js';
import { readById } from './read-by-id.js';
import { readListing, type ListedParent } from './read-listing.js';
import { streamOf } from './settings/read-rest-settings.js';
import type { StreamSettings } from './settings/stream-settings.js';

/** How the pages of a stream are read, with those of the streams and feeds that it depends on. */
export function readerOf(opened: OpenedRest, stream: StreamSettings): ReadListed {
  const { changes, deletions, readOne } = stream;
  const listing = listingReader(opened, stream);
  const changed =
    changes && readOne ? readChanges(opened, { ...stream, changes, readOne }, listing) : listing;
  return deletions === undefined ? changed : readDeletions(opened, { ...stream, deletions }, changed);
}

function listingReader(opened: OpenedRest, stream: StreamSettings): ReadListed {
  const { parent } = stream;
  const listings = listingsOf(stream);
  const reader = (of?: ListedParent) =>
    inTurn(listings, (listing, request) => readListing(opened, listing, request, of));
  if (parent === undefined) return reader();
  const parents = streamOf(opened.connection.settings, parent.stream);
  return readChildren({
    stream: { ...stream, parent },
    // What is needed of a parent is in its listing, also where that is only an inventory. And what did not change is to be read, too.
    parents: readerOf(opened, { ...parents, shape: 'records', conditional: false }),
    children: (request, kept, values) => reader({ parent: kept, values })(request),
    isGone: (id) => isGone(opened, parents, id),
    clock: opened.clock,
  });
}

/** Whether a stream has no record of this id; undefined where that cannot be told. */
async function isGone(
  opened: OpenedRest,
  stream: StreamSettings,
  externalId: string,
): Promise<boolean | undefined> {
  if (stream.readOne === undefined) return undefined;
  try {
    return (await readById(opened, stream, { ...stream.readOne, externalId })) === undefined;
  } catch (error) {
    if (error instanceof SyncError && !(error instanceof CallPostponed) && error.errorClass === 'business')
      return undefined;
    throw error;
  }
}

import { isJsonObject, type JsonObject } from '@evenkeel/domain';
import type { PageRequest } from '@evenkeel/ports';
import { INNER_START, takeInner, type InnerPlace } from './inner-listing.js';
import type { ListedPage, ReadListed } from './listed-page.js';
import { readOwnCursor } from './own-cursor.js';

/** Where listings that are read in turn go on: which of them, and where in it. */
interface ListingsCursor {
  readonly nth: number;
  readonly place: InnerPlace;
}

/** Reads one listing after the other, each to its end. */
export function inTurn<Listing>(
  listings: readonly Listing[],
  read: (listing: Listing, request: PageRequest) => Promise<ListedPage>,
): ReadListed {
  const [only] = listings;
  if (only !== undefined && listings.length === 1) return (request) => read(only, request);
  return async (request) => {
    const { nth, place } = placeAt(request.cursor, listings.length);
    const listing = listings[nth] as Listing;
    const page = await read(listing, { ...request, cursor: place.cursor });
    const { total: _, repeatsAtEnd: __, ...rest } = page;
    const { records, next, doubt } = takeInner(place, page, {
      what: `the records of listing ${nth + 1} of ${listings.length}`,
    });
    const after = next === null ? { nth: nth + 1, place: INNER_START } : { nth, place: next };
    const cursor = after.nth < listings.length ? JSON.stringify(after) : null;
    return { ...rest, records, next: cursor, ...(doubt !== undefined && { doubt }) };
  };
}

function placeAt(cursor: string | null, listings: number): ListingsCursor {
  if (cursor === null) return { nth: 0, place: INNER_START };
  const fits = ({ nth, place }: JsonObject) =>
    typeof nth === 'number' && nth < listings && isJsonObject(place);
  return readOwnCursor(cursor, fits) as unknown as ListingsCursor;
}

import { SyncError, type ErrorCode } from '@evenkeel/domain';
import type { ChunkPage, ChunkSource } from '../sources/source-needs.js';
import { MOST_GENERATIONS, type ListingBreak } from './chunk-lease.js';
import { cursorsTooShort, onPage } from './on-page.js';
import { PagesTooLarge } from './stepped-pages.js';

/** What was found where a listing was to go on. */
interface ReadPlace {
  /** Why the listing should rather start over; left out: it goes on. */
  readonly breaks?: ListingBreak;
  /** How that was noticed, for the log of errors. */
  readonly told?: { readonly code: ErrorCode; readonly message: string };
  /** How many records a page has then; left out: as before. */
  readonly pageSize?: number;
  /** What counts where it goes on. Throws where there is nothing to go on with. */
  readonly page: () => ChunkPage;
}

/** Where a listing is to go on. */
interface Place {
  readonly cursor: string | null;
  readonly pageNo: number;
  /** Since the listing began, or began anew. */
  readonly pagesTaken: number;
}

/** Reads the page of a cursor. Rejects with what fails whatever the cursor. */
export async function readPlace(
  source: Pick<ChunkSource, 'page'>,
  { cursor, pageNo, pagesTaken }: Place,
): Promise<ReadPlace> {
  try {
    const page = await source.page(cursor);
    if (page.shifted === undefined) return { page: () => page };
    const message = `The listing starts over: ${page.shifted}`;
    const told = { code: 'provider.listing_shifted', message } as const;
    return { breaks: 'shifted', told, page: () => ({ ...page, doubt: page.doubt ?? page.shifted }) };
  } catch (error) {
    if (error instanceof PagesTooLarge) {
      const { failure, pageSize, told: message } = error;
      return {
        breaks: 'resized',
        told: { code: 'provider.page_too_large', message },
        pageSize,
        page: () => {
          throw onPage(failure, pageNo);
        },
      };
    }
    if (cursor === null || !(error instanceof SyncError) || error.code !== 'provider.cursor_expired')
      throw onPage(error, pageNo);
    return {
      breaks: 'expired',
      page: () => {
        throw cursorsTooShort(error, MOST_GENERATIONS.expired, pagesTaken);
      },
    };
  }
}

import { SyncError } from '@evenkeel/domain';
import type { ChunkPage, ChunkSource } from '../sources/source-needs.js';
import type { ListingBreak } from './chunk-lease.js';

/** What was found where a listing was to go on. */
interface ReadPlace {
  /** Why the listing should rather start over; left out: it goes on. */
  readonly breaks?: ListingBreak;
  /** How that was noticed, for the log of errors. */
  readonly told?: string;
  /** What counts where it goes on. Throws where there is nothing to go on with. */
  readonly page: () => ChunkPage;
}

/** Reads the page of a cursor. Rejects with what fails whatever the cursor. */
export async function readPlace(source: ChunkSource, cursor: string | null): Promise<ReadPlace> {
  try {
    const page = await source.page(cursor);
    if (page.shifted === undefined) return { page: () => page };
    const told = `The listing starts over: ${page.shifted}`;
    return { breaks: 'shifted', told, page: () => ({ ...page, doubt: page.doubt ?? page.shifted }) };
  } catch (error) {
    if (cursor === null || !(error instanceof SyncError) || error.code !== 'provider.cursor_expired')
      throw error;
    return {
      breaks: 'expired',
      page: () => {
        throw error;
      },
    };
  }
}

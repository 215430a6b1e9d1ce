import { SyncError, type DetailsSlice } from '@evenkeel/domain';
import { OneByOne } from './one-by-one.js';
import { readNamed } from './read-named.js';
import { NO_DELAYS, type ChunkSource, type SourceNeeds } from './source-needs.js';

/** A crash repeats no more than these. */
const DETAILS_A_PAGE = 100;

/** A cursor is the number of a page of the inventory, and how many of its records were read. */
export function detailsSource(
  needs: SourceNeeds,
  { listing, fromPage, untilPage }: DetailsSlice,
): ChunkSource {
  const details = new OneByOne();
  return {
    page: async (cursor) => {
      const [pageNo = 0, done = 0] = (cursor ?? `${fromPage}:0`).split(':').map(Number);
      const wanted = await needs.wanted(listing, pageNo);
      if (wanted === undefined) {
        const message = `What page ${pageNo} of the inventory had left to be read is no longer kept`;
        throw new SyncError('run.inventory_expired', message);
      }
      const next = wanted.slice(done, done + DETAILS_A_PAGE);
      const records = await details.read(next, (externalId) => readNamed(needs, externalId));
      const end = done + records.length;
      const after = pageNo + 1 < untilPage ? `${pageNo + 1}:0` : null;
      return { records, next: end < wanted.length ? `${pageNo}:${end}` : after, bound: null };
    },
    delays: NO_DELAYS,
  };
}

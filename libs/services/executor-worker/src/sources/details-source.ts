import { SyncError, type DetailsSlice, type SourceRecord } from '@evenkeel/domain';
import { OneByOne } from './one-by-one.js';
import { readNamed, refused } from './read-named.js';
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
      const records = await details.read(next, (externalId) => readListed(needs, externalId));
      const end = done + records.length;
      const after = pageNo + 1 < untilPage ? `${pageNo + 1}:0` : null;
      return { records, next: end < wanted.length ? `${pageNo}:${end}` : after, bound: null };
    },
    delays: NO_DELAYS,
  };
}

/** The inventory has just named it: that it cannot be read is told, and is no proof that it is gone. A later inventory is. */
async function readListed(needs: SourceNeeds, externalId: string): Promise<SourceRecord> {
  const record = await readNamed(needs, externalId);
  if (record.gone === undefined) return record;
  const message = `The inventory names the record ${externalId}, and there is none where it is read`;
  return refused(record.externalId, 'provider.record_gone', message);
}

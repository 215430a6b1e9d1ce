import type { Chunk, ChunkId } from '@evenkeel/domain';
import type { ListedPlace, Transaction } from '@evenkeel/ports';
import { HeldListings } from './held-listings.js';
import { ReferenceIdSet } from './reference-id-set.js';

/** Listings whose listed records this process holds. */
const MOST_HELD = 16;
/** Pages that are read with one statement. */
const PAGES_AT_ONCE = 2_000;

interface ListedChunk extends ListedPlace {
  readonly ids: ReferenceIdSet;
}

/**
 * The records that committed pages of a listing have named. Asked only where an entry says something else than what is
 * stored, it reads each page of the listing once and keeps the ids, for the pages say nothing by record.
 */
export class ListedRecords {
  private readonly held = new HeldListings<ListedChunk>(MOST_HELD);

  /** Those of these references that the current generation of the listing has named, in any of its chunks. The chunk is locked. */
  async among(tx: Transaction, chunk: Chunk, referenceIds: readonly string[]): Promise<ReadonlySet<string>> {
    const chunks = this.held.of(chunk);
    await this.readOn(tx, chunk, chunks);
    const sets = [...chunks.values()].map(({ ids }) => ids);
    return new Set(referenceIds.filter((id) => sets.some((ids) => ids.has(Number(id)))));
  }

  private async readOn(tx: Transaction, chunk: Chunk, chunks: Map<ChunkId, ListedChunk>): Promise<void> {
    let listed;
    do {
      listed = await tx.pages.listedSince(chunk, [...chunks.values()], PAGES_AT_ONCE);
      for (const { chunkId, generation, pages, referenceIds } of listed) {
        const before = chunks.get(chunkId);
        // What an earlier generation named may be named again.
        const ids = before?.generation === generation ? before.ids : new ReferenceIdSet();
        for (const id of referenceIds) ids.add(id);
        chunks.set(chunkId, { chunkId, generation, pages, ids });
      }
    } while (listed.length >= PAGES_AT_ONCE);
  }
}

import { SaidEntries, type Chunk } from '@evenkeel/domain';
import type { ListedPlace, Transaction } from '@evenkeel/ports';
import { HeldListings } from './held-listings.js';

/** Listings of which this process holds what they said. */
const MOST_HELD = 4;
/** Pages that are read with one statement. */
const PAGES_AT_ONCE = 500;

interface SaidChunk extends ListedPlace {
  readonly said: SaidEntries;
}

/**
 * What pages of a listing have said of records that they did not write: of those that are put into a plan, and of those of an inventory
 * whose details are yet to be read. Each page is read once.
 */
export class SaidRecords {
  private readonly held = new HeldListings<SaidChunk>(MOST_HELD);

  /** Of the current generation of the listing, in any of its chunks. The chunk is locked. */
  async of(tx: Transaction, chunk: Chunk): Promise<Pick<SaidEntries, 'find'>> {
    const chunks = this.held.of(chunk);
    let pages;
    do {
      pages = await tx.pages.saidSince(chunk, [...chunks.values()], PAGES_AT_ONCE);
      for (const { entries, ...place } of pages) {
        const before = chunks.get(place.chunkId);
        const said = before?.generation === place.generation ? before.said : new SaidEntries();
        said.add(entries);
        chunks.set(place.chunkId, { ...place, said });
      }
    } while (pages.length >= PAGES_AT_ONCE);
    return { find: (key) => findIn(chunks.values(), key) };
  }
}

function findIn(chunks: Iterable<SaidChunk>, key: string): string | undefined {
  for (const { said } of chunks) {
    const target = said.find(key);
    if (target !== undefined) return target;
  }
  return undefined;
}

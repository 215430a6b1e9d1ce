import type { PageFetched } from '@evenkeel/contracts-messages';
import type { Chunk } from '@evenkeel/domain';
import type { ChunkPage } from '../sources/source-needs.js';

/** A page as ingestion gets it, with its place in the chunk. */
export function toMessage(
  chunk: Chunk,
  page: ChunkPage,
  place: { readonly pageNo: number; readonly cursor: string | null; readonly observedAt: Date },
): PageFetched {
  return {
    executionId: chunk.executionId,
    chunkId: chunk.id,
    epoch: chunk.epoch,
    attempt: chunk.attempt,
    pageNo: place.pageNo,
    cursorIn: place.cursor,
    cursorOut: page.next,
    observedAt: place.observedAt.toISOString(),
    bound: page.bound,
    records: [...page.records],
    ...(page.candidates === undefined ? {} : { candidates: [...page.candidates] }),
  };
}

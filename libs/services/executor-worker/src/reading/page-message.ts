import type { PageFetched } from '@evenkeel/contracts-messages';
import type { ChunkClaim } from '@evenkeel/ports';
import type { ChunkPage } from '../sources/source-needs.js';

/** A page as ingestion gets it, with its place in the chunk. */
export function toMessage(
  { tenantId, chunk }: Pick<ChunkClaim, 'tenantId' | 'chunk'>,
  page: ChunkPage,
  place: { readonly pageNo: number; readonly cursor: string | null; readonly observedAt: Date },
): PageFetched {
  return {
    tenantId,
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
    ...(page.total === undefined ? {} : { total: page.total }),
    ...(page.pushed === undefined ? {} : { pushed: page.pushed }),
    ...(page.candidates === undefined ? {} : { candidates: [...page.candidates] }),
  };
}

import type { ChunkId } from '../ids.js';
import type { Chunk } from './chunk.js';
import { sliceMeaning, type RangeSlice } from './slice.js';
import { makeChunks } from './make-chunks.js';

export interface Division {
  /** What the chunk that was the whole covers from now on; its claim stays as it is. */
  readonly first: RangeSlice;
  /** The chunks of the other slices, planned. */
  readonly others: readonly Chunk[];
}

/** Only a whole of which no page was applied can be cut: its cursor means nothing in a part of it. */
export function mayDivide({ slice, pagesApplied }: Pick<Chunk, 'slice' | 'pagesApplied'>): boolean {
  return sliceMeaning(slice).isDivisible && pagesApplied === 0;
}

/** Cuts the chunk that covers the whole stream. `siblings` are all chunks of its execution; undefined if there is nothing to cut it into. */
export function divideChunk(
  chunk: Chunk,
  slices: readonly RangeSlice[],
  { siblings, nextId }: { readonly siblings: readonly Chunk[]; readonly nextId: () => ChunkId },
): Division | undefined {
  const [first, ...rest] = slices;
  if (first === undefined || !mayDivide(chunk)) return undefined;
  const last = Math.max(chunk.ordinal, ...siblings.map(({ ordinal }) => ordinal));
  const { plan = null } = chunk;
  const others = makeChunks({ id: chunk.executionId, epoch: chunk.epoch }, rest, {
    nextId,
    from: last + 1,
    plan,
  });
  return { first, others };
}

import type { Chunk } from '../chunk/chunk.js';
import { IDS_PER_CHUNK } from '../chunk/plan-slices.js';
import type { Slice } from '../chunk/slice.js';

/** Writes of one record in one run that may be refused because the provider's record has changed meanwhile. */
export const PUSH_ROUNDS = 3;

export interface ToRead {
  /** What the last push was refused for because the provider's record had changed, or was gone. */
  readonly moved: readonly string[];
  /** What is joined again although the provider may say nothing new of it. */
  readonly rejoined?: readonly string[];
}

/**
 * What a run that goes both ways does once it has read: it sends what is left to be sent; what was refused because the provider's record had changed is read anew and
 * joined, and what is left of it is sent, three times at most. Empty: nothing more.
 *
 * What was decided, or changed here while it is contested, is read before anything is sent.
 *
 * @param toRead external ids of what has to be read again
 */
export function planTwoWay(
  chunks: readonly Pick<Chunk, 'ordinal' | 'slice'>[],
  { moved, rejoined = [] }: ToRead,
): readonly Slice[] {
  const inOrder = chunks.toSorted((one, other) => one.ordinal - other.ordinal).map(({ slice }) => slice);
  // The ranges of one push follow each other.
  const rounds = inOrder.filter(({ kind }, at) => kind === 'push' && inOrder[at - 1]?.kind !== 'push').length;
  if (rounds === 0) {
    const read = new Set(inOrder.flatMap((slice) => (slice.kind === 'ids' ? slice.externalIds : [])));
    const unread = rejoined.filter((id) => !read.has(id));
    return unread.length > 0 ? slicesOf(unread) : [{ kind: 'push', select: 'changed' }];
  }
  if (rounds >= PUSH_ROUNDS) return [];
  const since = inOrder.slice(inOrder.findLastIndex(({ kind }) => kind === 'push') + 1);
  const readAnew = since.flatMap((slice) => (slice.kind === 'ids' ? slice.externalIds : []));
  if (readAnew.length > 0) return [{ kind: 'push', select: 'named', externalIds: readAnew }];
  return slicesOf(moved);
}

/** Of a job that only writes: once it is known which records are one, everything is sent. */
export function planFirstPush(chunks: readonly Pick<Chunk, 'slice'>[]): readonly Slice[] {
  return chunks.some(({ slice }) => slice.kind === 'push') ? [] : [{ kind: 'push', select: 'all' }];
}

function slicesOf(externalIds: readonly string[]): readonly Slice[] {
  return Array.from({ length: Math.ceil(externalIds.length / IDS_PER_CHUNK) }, (_, nth) => ({
    kind: 'ids',
    externalIds: externalIds.slice(nth * IDS_PER_CHUNK, (nth + 1) * IDS_PER_CHUNK),
  }));
}

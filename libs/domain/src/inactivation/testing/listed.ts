import type { DeclaredStream, ListedChunk } from '../prove-listing.js';

export const STABLE: DeclaredStream = { listing: 'stable', readOne: true };
export const SHIFTING: DeclaredStream = { listing: 'shifting', readOne: true };

/** A chunk that was listed from start to end. */
export function listed(changes: Partial<ListedChunk> = {}): ListedChunk {
  return {
    ordinal: 0,
    state: 'applied',
    declared: SHIFTING,
    sliceKey: null,
    pages: 3,
    unbroken: true,
    fromStart: true,
    toEnd: true,
    doubt: null,
    entries: 250,
    nameless: 0,
    ...changes,
  };
}

import type { ChunkState } from '../chunk/chunk.js';
import type { SliceKey } from '../chunk/slice.js';

/** What a connector says of a stream, as far as a listing of it can prove that something is gone. */
export interface DeclaredStream {
  /** `stable`: no record that exists all the while can be missed, whatever else changes while it is listed. */
  readonly listing: 'stable' | 'shifting';
  /** Whether one record can be read by its id. */
  readonly readOne: boolean;
  /** Whether its incremental listings tell what was deleted; left out: they do not. */
  readonly reportsDeletions?: boolean;
}

/** What the committed pages of a listing chunk say of its current generation. */
export interface ListedChunk {
  readonly ordinal: number;
  readonly state: ChunkState;
  /** Null: not known. */
  readonly declared: DeclaredStream | null;
  /** Whether a record can move between this slice and others; null for the whole. */
  readonly sliceKey: SliceKey | null;
  readonly pages: number;
  /** Each page starts where the one before ended. */
  readonly unbroken: boolean;
  /** Its first page was asked for without a cursor. */
  readonly fromStart: boolean;
  /** The provider said of its last page that it is the last. */
  readonly toEnd: boolean;
  /** What speaks against its having given everything; null: nothing. */
  readonly doubt: string | null;
  /** Entries of the listing. */
  readonly entries: number;
  /** Entries that came without an id: each may be any record. */
  readonly nameless: number;
}

export type ListingProof =
  | { readonly complete: true }
  | { readonly complete: false; readonly reason: string };

/**
 * Whether these chunks together read the listing from its start to its explicit end: only then does it mean anything that
 * a record is not among what they read.
 */
export function proveListing(chunks: readonly ListedChunk[]): ListingProof {
  if (chunks.length === 0) return incomplete('nothing was listed');
  for (const chunk of chunks) {
    const name = `chunk ${chunk.ordinal}`;
    if (chunk.state !== 'applied') return incomplete(`${name} did not reach its end`);
    if (chunk.pages === 0) return incomplete(`${name} has no pages`);
    if (!chunk.fromStart) return incomplete(`the first page of ${name} is missing`);
    if (!chunk.unbroken) return incomplete(`the pages of ${name} are not one unbroken chain`);
    if (chunk.doubt !== null) return incomplete(chunk.doubt);
    if (!chunk.toEnd) return incomplete(`the provider did not say that the last page of ${name} is the last`);
  }
  return { complete: true };
}

function incomplete(reason: string): ListingProof {
  return { complete: false, reason };
}

import type { ReferenceSet } from '../record/reference.js';

/**
 * From the record of one reference to whatever record has an external id in a set. It names ids rather than records: it leads
 * to the record once that is here, and goes on leading there when records merge.
 */
export interface RecordLink {
  /** The reference by which the record came that it leads from. */
  readonly referenceId: string;
  readonly name: string;
  readonly to: ReferenceSet;
  readonly externalId: string;
  /** What it leads to was made of a part of the record that it leads from. */
  readonly isDerived: boolean;
}

/** A link that holds. */
export interface KnownLink extends RecordLink {
  readonly id: string;
  /** The reference that it leads to; null: it is not here. */
  readonly toReferenceId: string | null;
}

/** Names a set in texts that compare. */
export function setKey({ connectionId, stream, recordType, derivedBy }: ReferenceSet): string {
  return JSON.stringify([
    connectionId,
    stream,
    derivedBy?.rule ?? '',
    derivedBy?.parentType ?? '',
    recordType,
  ]);
}

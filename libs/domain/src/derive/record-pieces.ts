import type { Problem } from '../errors/sync-error.js';

/** A derived record as its mapping made it. */
export interface DerivedPiece {
  /** Name of its rule. */
  readonly rule: string;
  /** What it is known by in the reference set of its rule. */
  readonly externalId: string;
  readonly contentHash: string;
  readonly dataText: string;
}

/** A piece of which no record can be made; the rest of its record goes on. */
export interface RejectedPiece {
  readonly rule: string;
  /** Null where it has no key that would tell which record it is; else that record stays as it was. */
  readonly externalId: string | null;
  readonly problem: Problem;
}

/** An external id in a stream that a record names. */
export interface NamedLink {
  /** Name of its rule. */
  readonly rule: string;
  readonly externalId: string;
}

/** What else a provider's record holds beside the record that its mapping makes. */
export interface RecordPieces {
  readonly derived: readonly DerivedPiece[];
  readonly rejected: readonly RejectedPiece[];
  /** Names of the rules whose condition the record does not pass. */
  readonly excluded: readonly string[];
  readonly links: readonly NamedLink[];
}

/** Text that differs where anything of the pieces does; the order of entries in the provider's lists is nothing of theirs. */
export function textOfPieces({ derived, rejected, links }: RecordPieces): string {
  const lines = [
    ...derived.map(({ rule, externalId, contentHash }) => ['piece', rule, externalId, contentHash]),
    ...rejected.map(({ rule, externalId, problem }) => ['rejected', rule, externalId, problem.code]),
    ...links.map(({ rule, externalId }) => ['link', rule, externalId]),
  ];
  return lines
    .map((line) => JSON.stringify(line))
    .sort()
    .join('\n');
}

/** Of a record whose job derives and links nothing any more. */
export const NO_PIECES: RecordPieces = { derived: [], rejected: [], excluded: [], links: [] };

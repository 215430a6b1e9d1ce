import type { JsonValue } from '../json.js';

/** Where a replayed record comes from. */
export interface SourceReplay {
  readonly failureKey: string;
  /** When the request that gave it began, ISO 8601. */
  readonly observedAt: string;
}

/** A record as the provider gave it. */
export interface SourceRecord {
  /** The provider's id as text; null where the provider sent none (the record is then rejected, not lost). */
  readonly externalId: string | null;
  /** What stands in place of an id that is none, in words; left out: nothing does. */
  readonly noId?: string | undefined;
  /** A number that grows with each change of the record at the provider, where it has one; else null. */
  readonly version: number | null;
  /** When the provider says it was changed, ISO 8601; else null. */
  readonly modifiedAt: string | null;
  /** Anything JSON: what is not an object is rejected. */
  readonly data: JsonValue;
  /** Set where an inventory gave only its id and version: what it holds is read later, if that is needed. */
  readonly listedOnly?: boolean | undefined;
  /** Set where an earlier page of the listing gave it, and it was read again to see that this page goes on there. */
  readonly overlap?: boolean | undefined;
  /** Set where it was not read now but comes from what a failure kept. */
  readonly replay?: SourceReplay | undefined;
  /** Set when the provider would not give this record although it was asked for by id. */
  readonly refusal?: { readonly code: string; readonly message: string } | undefined;
}

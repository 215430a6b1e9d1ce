import type { Version } from '../record/version.js';
import type { JsonValue } from '../json.js';

/**
 * How it is known that a provider no longer has a record. `announced`: an entry of a listing says so. `read`: it was asked for by its
 * id, and there was none. `read_again`: so it was, after the provider had given it once and it could not be applied.
 */
export const GONE_WAYS = ['announced', 'read', 'read_again'] as const;
export type GoneWay = (typeof GONE_WAYS)[number];

/** Where a replayed record comes from. */
export interface SourceReplay {
  readonly failureKey: string;
  /** When the request that gave it began, ISO 8601. */
  readonly observedAt: string;
}

/** What is known of a delivery that brought a record. */
export interface ToldRecord {
  /** When it came, ISO 8601: what it says was so before. */
  readonly observedAt: string;
}

/** A record as the provider gave it. */
export interface SourceRecord {
  /** The provider's id as text; null where the provider sent none (the record is then rejected, not lost). */
  readonly externalId: string | null;
  /** What stands in place of an id that is none, in words; left out: nothing does. */
  readonly noId?: string | undefined;
  /** Which state of the record this is, where the provider says so; else null. */
  readonly version: Version | null;
  /** When the provider says it was changed, ISO 8601; else null. */
  readonly modifiedAt: string | null;
  /** Anything JSON: what is not an object is rejected. */
  readonly data: JsonValue;
  /** Set where an inventory gave only its id and version: what it holds is read later, if that is needed. */
  readonly listedOnly?: boolean | undefined;
  /** Set where it may lack fields that the provider has: what is absent was not said. */
  readonly isPartial?: boolean | undefined;
  /** Set where an earlier page of the listing gave it, and it was read again to see that this page goes on there. */
  readonly overlap?: boolean | undefined;
  /** Set where it was not read now but comes from what a failure kept. */
  readonly replay?: SourceReplay | undefined;
  /** Set where it was not read but comes from a delivery of its provider. */
  readonly told?: ToldRecord | undefined;
  /** Set where the provider no longer has it: there is no data then. */
  readonly gone?: GoneWay | undefined;
  /** Set when the provider would not give this record although it was asked for by id. */
  readonly refusal?: { readonly code: string; readonly message: string } | undefined;
}

/** When the request that gave a record began, or it was told. `page`: that of its page. */
export function observedAtOf(
  { replay, told }: Pick<SourceRecord, 'replay' | 'told'>,
  page: { readonly observedAt: string },
): string {
  return (replay ?? told ?? page).observedAt;
}

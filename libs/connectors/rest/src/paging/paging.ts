import type { JsonValue, SyncError } from '@evenkeel/domain';
import type { JsonAnswer, Resizing } from '@evenkeel/ports';
import type { PageCall } from '../request/page-call.js';
import type { PlaceValues } from '../request/places.js';

/** One page as it was asked for and answered. */
export interface PageRead {
  /** The cursor it was asked with; null for the first page. */
  readonly cursor: string | null;
  /** The address it was asked at, without the query of the authentication. */
  readonly url: URL;
  readonly answer: JsonAnswer;
  readonly entries: readonly JsonValue[];
  /** Entries of lists of what is gone. */
  readonly removed: readonly JsonValue[];
  /** How many records were asked for; undefined where the provider is not told. */
  readonly asked: number | undefined;
  /** How many a full page has; undefined where nothing says so. */
  readonly most: number | undefined;
}

/** How many entries it has, with those of what is gone. */
export function lengthOf({ entries, removed }: Pick<PageRead, 'entries' | 'removed'>): number {
  return entries.length + removed.length;
}

/** How a listing goes on behind a page. */
export interface PageEnd {
  /** The cursor of the next page; null only at the end. */
  readonly next: string | null;
  /** What speaks against its having given everything. */
  readonly doubt?: string;
  /** Which entry of the page was on the page before, too. */
  readonly overlap?: number;
  /** How the page shows that rows moved since the page before was read. */
  readonly shifted?: string;
  /** How many entries the provider says that it has in all. */
  readonly total?: number;
  /** The next page may be this one again: then it has ended. */
  readonly repeatsAtEnd?: boolean;
}

/** Which page of a listing is meant. */
export interface ListingPlace {
  /** What its request may name. */
  readonly values?: PlaceValues;
  /** The parameter that carries it, if there is one of its own. */
  readonly param?: { readonly name: string | undefined; readonly value: string };
  /** The provider gave a whole address, which has everything else in it. */
  readonly address?: URL;
}

/** A listing as it is asked for in one reading. */
export interface Listing {
  /** Where the connection is: no page is anywhere else. */
  readonly home: URL;
  readonly page: (place: ListingPlace) => PageCall;
}

/**
 * How the pages of a listing follow one another. A cursor is the whole state: any replica can go on from it.
 */
export interface Paging {
  /** How the page of this cursor is asked for. */
  readonly callOf: (listing: Listing, cursor: string | null) => PageCall;
  readonly after: (page: PageRead) => PageEnd;
  /** From where pages behind this cursor can have fewer records, as far as the provider is told how many. */
  readonly resizes: (cursor: string | null) => Resizing;
  /** What is read once more, after the page of this cursor, to see that rows stayed where they were; undefined: nothing. */
  readonly rereads?: (listing: Listing, cursor: string | null) => Reread | undefined;
  /** How the listing ends where the page of this cursor was refused; undefined: by that it fails. */
  readonly refused?: (cursor: string | null, error: SyncError) => PageEnd | undefined;
}

/** The page before, which is read once more. */
export interface Reread {
  readonly call: PageCall;
  /** How its entries show that rows moved; undefined: they do not. */
  readonly shifted: (entries: readonly JsonValue[]) => string | undefined;
}

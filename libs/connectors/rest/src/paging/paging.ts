import type { JsonValue } from '@evenkeel/domain';
import type { JsonAnswer } from '@evenkeel/ports';

/** One page as it was asked for and answered. */
export interface PageRead {
  /** The cursor it was asked with; null for the first page. */
  readonly cursor: string | null;
  /** The address it was asked at, without the query of the authentication. */
  readonly url: URL;
  readonly answer: JsonAnswer;
  readonly entries: readonly JsonValue[];
}

/**
 * How the pages of a listing follow one another. A cursor is the whole state: any replica can go on from it.
 */
export interface Paging {
  /** Where the page of this cursor is, from the address of the listing. */
  readonly urlOf: (listing: URL, cursor: string | null) => URL;
  /** The cursor of the next page; null only at the end. */
  readonly next: (page: PageRead) => string | null;
}

/** The same address with one parameter set. */
export function withParam(url: URL, name: string, value: string): URL {
  const copy = new URL(url);
  copy.searchParams.set(name, value);
  return copy;
}

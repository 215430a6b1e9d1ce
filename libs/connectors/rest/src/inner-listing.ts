import { countListed, fingerprintText, SyncError, type SourceRecord } from '@evenkeel/domain';
import type { SourcePage } from '@evenkeel/ports';
import { markOf } from './mark-of.js';

/**
 * Where a listing within a listing goes on. The engine watches the pages of the whole; what ends or contradicts one listing
 * of several is seen here.
 */
export interface InnerPlace {
  /** Null before its first page. */
  readonly cursor: string | null;
  readonly pages: number;
  /** Records of the pages before. */
  readonly listed: number;
  /** What the provider said last of how many there are. */
  readonly total: number | null;
  /** Tells the page before from another one; null where there is none, or it had no records. */
  readonly mark: string | null;
  /** How many pages before that had the same mark. */
  readonly alike: number;
}

export const INNER_START: InnerPlace = {
  cursor: null,
  pages: 0,
  listed: 0,
  total: null,
  mark: null,
  alike: 0,
};

export interface InnerPage {
  readonly records: readonly SourceRecord[];
  /** Null behind its last page. */
  readonly next: InnerPlace | null;
  readonly doubt: string | undefined;
  readonly shifted: string | undefined;
}

/** How pages of a listing are told apart. */
interface Telling {
  /** In a sentence, for example `the records of "7"`. */
  readonly what: string;
  readonly textOf?: (records: readonly SourceRecord[]) => string;
  /** So many in a row may look the same behind the first; left out: none. */
  readonly mostAlike?: number;
}

/**
 * The page at a place of a listing. Throws `provider.page_loop` and `provider.page_repeated` where it would never end.
 */
export function takeInner(
  place: InnerPlace,
  page: SourcePage,
  { what, textOf = fingerprintText, mostAlike = 0 }: Telling,
): InnerPage {
  const mark = page.records.length === 0 ? null : markOf(textOf(page.records));
  const isRepeated = mark !== null && mark === place.mark;
  if (isRepeated && page.repeatsAtEnd === true) return repeatedEnd(place, page, what);
  const alike = isRepeated ? place.alike + 1 : 0;
  if (alike > mostAlike) {
    const message = `Page ${place.pages + 1} of ${what} has the same records as page ${place.pages}`;
    throw new SyncError('provider.page_repeated', message);
  }
  if (page.next !== null && page.next === place.cursor)
    throw new SyncError('provider.page_loop', `Page ${place.pages + 1} of ${what} leads back to itself`);
  const listed = place.listed + countListed(page.records);
  const total = page.total ?? place.total;
  const { records, next: cursor, shifted } = page;
  const next = cursor === null ? null : { cursor, pages: place.pages + 1, listed, total, mark, alike };
  return {
    records,
    next,
    shifted,
    doubt: page.doubt ?? (next === null ? tooFew(listed, total, what) : undefined),
  };
}

/** The page before came again, which is how this listing ends. Behind the first, its page parameter may as well be ignored. */
function repeatedEnd(
  { pages, listed, total }: InnerPlace,
  { doubt, shifted }: SourcePage,
  what: string,
): InnerPage {
  const again = `the second page of ${what} is the same as the first, so its page parameter may be ignored`;
  return {
    records: [],
    next: null,
    shifted,
    doubt: doubt ?? (pages === 1 ? again : tooFew(listed, total, what)),
  };
}

function tooFew(listed: number, total: number | null, what: string): string | undefined {
  if (total === null || listed >= total) return undefined;
  return `the provider says that ${what} are ${total}, and listed ${listed}`;
}

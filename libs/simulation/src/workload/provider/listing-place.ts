/**
 * How the end of a listing shows: it says that a page is the last; a page is empty; a page is shorter than asked for; or the last page
 * is given again and again.
 */
export const LISTING_ENDS = ['said', 'empty page', 'short page', 'repeated page'] as const;
export type ListingEnd = (typeof LISTING_ENDS)[number];

/** What the cursor of a page says. */
export interface ListingPlace {
  /** The place of the first record behind those that were given. */
  readonly index: number;
  /** The record that the page has to begin with; null: none. */
  readonly edge: string | null;
  /** Where the page before began, if that is the page that comes again at the end. */
  readonly before: number | null;
}

export function readPlace(cursor: string | null, first: number): ListingPlace {
  if (cursor === null) return { index: first, edge: null, before: null };
  const [index = '', edge = '', before = ''] = cursor.split('|');
  return { index: Number(index), edge: edge || null, before: before === '' ? null : Number(before) };
}

export function formatPlace({ index, edge, before }: ListingPlace): string {
  const parts = [String(index), edge ?? '', before === null ? '' : String(before)];
  return parts.join('|').replace(/\|+$/, '');
}

/** The cursor of the next page; null: there is none. `found`: how many records the page has that are there. */
export function nextPlace(
  end: ListingEnd,
  { found, ...place }: ListingPlace & { readonly found: number },
  { isAtEnd, pageSize }: { readonly isAtEnd: boolean; readonly pageSize: number },
): string | null {
  switch (end) {
    case 'said':
      return isAtEnd ? null : formatPlace({ ...place, before: null });
    case 'empty page':
      return found === 0 ? null : formatPlace({ ...place, before: null });
    case 'short page':
      return found < pageSize ? null : formatPlace({ ...place, before: null });
    case 'repeated page':
      return found === 0 ? null : formatPlace(place);
  }
}

export function describeLostEdge(edge: string | null): string {
  return `the page does not begin with "${edge}", the last record of the page before`;
}

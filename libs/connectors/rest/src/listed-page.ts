import type { PageRequest, SourcePage } from '@evenkeel/ports';

/** A page of a listing, with what a listing around it needs to know. */
export interface ListedPage extends SourcePage {
  /** The provider's clock when the page was asked for, ISO 8601; null where it does not tell. */
  readonly askedAt: string | null;
}

/** Reads the page of a cursor: the cursor is the whole state. */
export type ReadListed = (request: PageRequest) => Promise<ListedPage>;

import type { HttpMethod } from '@evenkeel/ports';

/** A body, and what it is unless the settings call it something else. */
export interface PageBody {
  readonly text: string;
  readonly contentType: string;
}

/** How one page is asked for, without what authentication adds. */
export interface PageCall {
  readonly method: HttpMethod;
  readonly url: URL;
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: PageBody;
  /** Paths in the answer where lists are to be. */
  readonly lists?: readonly string[];
}

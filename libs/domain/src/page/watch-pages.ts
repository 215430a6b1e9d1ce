/**
 * Brent's cycle detection (R. P. Brent, "An improved Monte Carlo factorization algorithm", 1980): one value is
 * remembered and exchanged at every power of two, so a cycle of any length is met in constant memory.
 */
interface CycleWatch {
  readonly remembered: string | null;
  /** How far the next value is from the remembered one. */
  readonly distance: number;
  /** At which distance the remembered value is exchanged. */
  readonly power: number;
  /** How often the remembered value came back. */
  readonly returns: number;
}

/** What is remembered of the pages of one chunk, to notice a listing that would never end. Constant in size. */
export interface PageWatch {
  readonly cursors: CycleWatch;
  readonly contents: CycleWatch;
  /** Fingerprint of the latest page that had records. */
  readonly latestContent: string | null;
  readonly emptyInARow: number;
}

/** A provider may give empty pages while it searches for what matches; this many are no search any more. */
export const MOST_EMPTY_PAGES = 1_000;

export interface WatchedPage {
  readonly cursorOut: string | null;
  /** Digest of the ids and versions of the page's records, in order. */
  readonly fingerprint: string;
  readonly recordCount: number;
}

/**
 * `cursor_loop`: the listing came back to a cursor. `page_repeated`: it gives the same records over and over.
 * `only_empty`: it goes on and on without a record.
 */
export type PageVerdict = 'fine' | 'cursor_loop' | 'page_repeated' | 'only_empty';

const NOTHING_SEEN: CycleWatch = { remembered: null, distance: 0, power: 1, returns: 0 };

export function startPageWatch(): PageWatch {
  return { cursors: NOTHING_SEEN, contents: NOTHING_SEEN, latestContent: null, emptyInARow: 0 };
}

/**
 * Judges the next page of a chunk. A cursor that comes back is proof of a loop, and so is a page that equals the one
 * before. Content that comes back after other pages is not yet: a provider may list a record twice. It has to come
 * back once more. Empty pages are all alike and say nothing, until there
 * are {@link MOST_EMPTY_PAGES} in a row.
 */
export function watchPage(
  watch: PageWatch,
  page: WatchedPage,
): { readonly watch: PageWatch; readonly verdict: PageVerdict } {
  const { cursorOut, fingerprint } = page;
  const hasRecords = page.recordCount > 0;
  const next: PageWatch = {
    cursors: cursorOut === null ? watch.cursors : step(watch.cursors, cursorOut),
    contents: hasRecords ? step(watch.contents, fingerprint) : watch.contents,
    latestContent: hasRecords ? fingerprint : watch.latestContent,
    emptyInARow: hasRecords ? 0 : watch.emptyInARow + 1,
  };
  if (next.cursors.returns > 0) return { watch: next, verdict: 'cursor_loop' };
  if (cursorOut !== null && next.emptyInARow >= MOST_EMPTY_PAGES)
    return { watch: next, verdict: 'only_empty' };
  const repeated = hasRecords && (fingerprint === watch.latestContent || next.contents.returns > 1);
  return { watch: next, verdict: repeated ? 'page_repeated' : 'fine' };
}

function step(watch: CycleWatch, value: string): CycleWatch {
  const { remembered, distance, power } = watch;
  const returns = value === remembered ? watch.returns + 1 : watch.returns;
  if (remembered === null) return { remembered: value, distance: 1, power, returns };
  if (distance === power) {
    return { remembered: value, distance: 1, power: power * 2, returns: value === remembered ? returns : 0 };
  }
  return { remembered, distance: distance + 1, power, returns };
}

export type Revival =
  /** It is started again after so long. */
  | { readonly kind: 'start'; readonly waitMs: number }
  /** It ended too often: something is wrong that a start does not mend. */
  | { readonly kind: 'give_up'; readonly deaths: number };

const WITHIN_MS = 600_000;
const MOST_STARTS = 5;
const FIRST_WAIT_MS = 250;

/** What to do about a server that ended by itself. `deathsMs`: when it did, this time included, by one clock that never goes back. */
export function decideRevival(deathsMs: readonly number[], nowMs: number): Revival {
  const deaths = deathsMs.filter((ms) => nowMs - ms < WITHIN_MS).length;
  if (deaths > MOST_STARTS) return { kind: 'give_up', deaths };
  return { kind: 'start', waitMs: FIRST_WAIT_MS * 2 ** Math.max(0, deaths - 1) };
}

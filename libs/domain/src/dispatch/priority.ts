/** Whose chunks go first among those of one tenant. */
export const PRIORITIES = ['high', 'medium', 'low'] as const;
export type Priority = (typeof PRIORITIES)[number];

/**
 * How much later than a high one the turn of a chunk comes that has waited as long: this is what lets high go before
 * low, and what ends it. A chunk that has waited so much longer goes first whatever its priority, so nothing waits for ever.
 */
const HANDICAP_MS: Readonly<Record<Priority, number>> = { high: 0, medium: 60_000, low: 120_000 };

/** When it is the turn of what waits since then; the earliest goes first. */
export function turnOf(priority: Priority, waitingSince: Date): Date {
  return new Date(waitingSince.getTime() + HANDICAP_MS[priority]);
}

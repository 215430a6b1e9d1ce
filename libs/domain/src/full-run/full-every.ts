/**
 * How long an incremental job may go without a full run: so many seconds, `never`, or `default`, which depends on whether its
 * stream reports deletions.
 */
export type FullEvery = (typeof FULL_EVERY_WORDS)[number] | { readonly everySeconds: number };

export const FULL_EVERY_WORDS = ['default', 'never'] as const;

/** A stream that does not report deletions is read in full once a day. */
export const DEFAULT_FULL_EVERY_SECONDS = 86_400;

/** Seconds from one full run to the next; null: none is ever due. */
export function fullEverySeconds(
  fullEvery: FullEvery,
  { reportsDeletions }: { readonly reportsDeletions: boolean },
): number | null {
  if (fullEvery === 'never') return null;
  if (fullEvery === 'default') return reportsDeletions ? null : DEFAULT_FULL_EVERY_SECONDS;
  return fullEvery.everySeconds;
}

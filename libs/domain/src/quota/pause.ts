/** Longest wait, in milliseconds, that the maker of a call spends in place: for a longer one it gives its place up. */
export const LONGEST_WAIT_IN_PLACE_MS = 2_000;

/**
 * Longest pause, in milliseconds, that a provider is believed: however long it asks us to stay away, it is asked once a day
 * whether it still means it.
 */
export const LONGEST_PAUSE_MS = 86_400_000;

/** A wait that came from outside, as far as it is waited for: whole milliseconds, 0 for what is no number. */
export function cutPause(askedMs: number): number {
  if (Number.isNaN(askedMs)) return 0;
  return Math.min(LONGEST_PAUSE_MS, Math.max(0, Math.ceil(askedMs)));
}

/** What a provider's answer said of a pause. */
export interface AskedPause {
  /** Of the provider. */
  readonly host: string;
  readonly status: number | undefined;
  /** The header that told for how long; undefined: none did, and the wait is our own. */
  readonly header: string | undefined;
  /** As it asked, which may be longer than it is believed. */
  readonly askedMs: number;
}

/** For people, in one sentence without its full stop. */
export function describePause({ host, status, header, askedMs }: AskedPause, now: Date): string {
  const until = untilText(now, askedMs);
  if (header === undefined)
    return `${host} answered ${status ?? 'with an error'}; it is called again after ${until}`;
  const asked = `${host} asked us (${status ?? 'no status'}, ${header}) not to call before ${until}`;
  return askedMs > LONGEST_PAUSE_MS ? `${asked}; we ask it once a day` : asked;
}

/** Dates end at the year 275760, and some providers go beyond. */
function untilText(now: Date, askedMs: number): string {
  const until = new Date(now.getTime() + askedMs);
  return Number.isNaN(until.getTime()) ? 'the end of time' : `${until.toISOString().slice(0, 19)}Z`;
}

import type { Watermark } from './watermark.js';

/** The clock of a provider is believed as far as it is within this of ours, in milliseconds. */
export const CLOCK_TOLERANCE_MS = 300_000;

/** Whether a time lies so far in the future of our clock that changes before it would be passed over. */
export function isAhead({ kind, value }: Watermark, now: Date): boolean {
  return kind === 'time' && Date.parse(value) > now.getTime() + CLOCK_TOLERANCE_MS;
}

/** Where a job may read on, as far as the provider's clock is believed: a time that is ahead is cut to ours. */
export function believeBound(bound: Watermark | null, now: Date): Watermark | null {
  if (bound === null || !isAhead(bound, now)) return bound;
  return { kind: 'time', value: now.toISOString() };
}

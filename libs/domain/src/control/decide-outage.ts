import type { Outage } from '../execution/timeout-clock.js';

/** A message that could not be published for this long: the bus does not take any. */
export const OUTAGE_AFTER_MS = 10_000;

/** From here on it may be that the bus is away: a run that is out of time is not ended before that is known. */
export const IN_DOUBT_AFTER_MS = 3_000;

export interface OutageFacts {
  /** The outage that has not ended. */
  readonly open: Outage | undefined;
  /** When the latest of those before it ended. */
  readonly lastEndedAt: Date | null;
  /** Since when the oldest committed message waits to be published; null: none waits. */
  readonly waitingSince: Date | null;
  readonly now: Date;
}

export type OutageDecision =
  | { readonly kind: 'begin'; readonly at: Date }
  | { readonly kind: 'end'; readonly at: Date }
  | { readonly kind: 'none' };

/** Whether the bus went away or came back: messages wait in rows, and how long they do tells it to every process alike. */
export function decideOutage({ open, lastEndedAt, waitingSince, now }: OutageFacts): OutageDecision {
  const isAway = waitingSince !== null && now.getTime() - waitingSince.getTime() >= OUTAGE_AFTER_MS;
  if (isAway && open === undefined) {
    const atMs = Math.max(waitingSince.getTime(), lastEndedAt?.getTime() ?? 0);
    return { kind: 'begin', at: new Date(atMs) };
  }
  return !isAway && open !== undefined ? { kind: 'end', at: now } : { kind: 'none' };
}

/** Whether it is yet to be seen if the bus takes messages; `waitingSince` as in {@link OutageFacts}. */
export function isInDoubt(waitingSince: Date | null, now: Date): boolean {
  return waitingSince !== null && now.getTime() - waitingSince.getTime() >= IN_DOUBT_AFTER_MS;
}

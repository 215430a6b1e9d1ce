/** What became of a notification: it waits for its time, a channel took it, or it was given up. */
export const NOTIFICATION_STATES = ['waiting', 'sent', 'given_up'] as const;
export type NotificationState = (typeof NOTIFICATION_STATES)[number];

/** An attempt that failed. */
export interface FailedAttempt {
  /** 1 for the first. */
  readonly attempt: number;
  /** When the first one began. */
  readonly firstAt: Date;
  readonly now: Date;
  /** At least 0, less than 1. */
  readonly chance: number;
  /** How long the receiver wants to be left alone; null: it did not say. */
  readonly waitMs: number | null;
}

export type DeliveryDecision = { readonly kind: 'again'; readonly at: Date } | { readonly kind: 'given_up' };

const FIRST_WAIT_MS = 15_000;
const LONGEST_WAIT_MS = 60 * 60_000;
/** From the first attempt on: an outage of a night and a day is survived. */
export const GIVEN_UP_AFTER_MS = 24 * 60 * 60_000;

/** When it is tried again. Waits double, up to an hour, and differ by chance, so that not all that failed comes back at once. */
export function decideDelivery({ attempt, firstAt, now, chance, waitMs }: FailedAttempt): DeliveryDecision {
  const usual = Math.min(FIRST_WAIT_MS * 2 ** (attempt - 1), LONGEST_WAIT_MS);
  const wait = Math.max(usual * (0.75 + chance / 2), Math.min(waitMs ?? 0, LONGEST_WAIT_MS));
  const at = new Date(now.getTime() + Math.ceil(wait));
  return at.getTime() - firstAt.getTime() > GIVEN_UP_AFTER_MS ? { kind: 'given_up' } : { kind: 'again', at };
}

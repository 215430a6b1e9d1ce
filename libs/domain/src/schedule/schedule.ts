export const WEEKDAYS = ['MON', 'TUE', 'WED', 'THU', 'FRI', 'SAT', 'SUN'] as const;
export type Weekday = (typeof WEEKDAYS)[number];

/** A stretch of the day in which a schedule begins nothing. */
export interface Blackout {
  /** Times of the day as 08:00. A stretch whose end is not after its beginning goes on into the next day. */
  readonly from: string;
  readonly to: string;
  /** Days on which it begins; left out: every day. */
  readonly days?: readonly Weekday[] | undefined;
  /** IANA time zone of the days and times. */
  readonly timeZone: string;
}

/** What schedules of every kind may say beside their times. */
interface Timing {
  /** Nothing begins by it until it goes on. Times that pass meanwhile are not made up for. */
  readonly paused?: boolean | undefined;
  /** Runs begin up to so many seconds after each time, those of one job always as long after it. */
  readonly jitterSeconds?: number | undefined;
  readonly blackouts?: readonly Blackout[] | undefined;
}

export type Schedule = Timing &
  (
    | { readonly kind: 'cron'; readonly expression: string; readonly timeZone: string }
    | {
        readonly kind: 'interval';
        readonly everySeconds: number;
        /** ISO 8601, one of its times; left out: 1970-01-01T00:00:00Z. */
        readonly anchor?: string | undefined;
      }
  );

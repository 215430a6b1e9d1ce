import { latestDueAt, nextDueAt } from './due-slots.js';
import type { Blackout } from './schedule.js';
import { dayBefore, minuteOf, timeOfDay } from './time-of-day.js';

/** Blackouts that follow each other without an end are told from those that do not. */
const MOST_IN_A_ROW = 100;

export function isInBlackout(blackouts: readonly Blackout[] | undefined, moment: Date): boolean {
  return blackoutAt(blackouts, moment) !== undefined;
}

/** The moment itself where none holds then; null: there is no end of them. */
export function endOfBlackouts(blackouts: readonly Blackout[] | undefined, moment: Date): Date | null {
  let end = moment;
  for (let count = 0; count < MOST_IN_A_ROW; count += 1) {
    const blackout = blackoutAt(blackouts, end);
    if (blackout === undefined) return end;
    const next = endOf(blackout, end);
    if (next === null) return null;
    end = next;
  }
  return null;
}

/** When those that hold at a moment, and follow each other, began: what fell due since is still to be decided. The moment itself where none holds. */
export function startOfBlackouts(blackouts: readonly Blackout[] | undefined, moment: Date): Date {
  let start = moment;
  for (let count = 0; count < MOST_IN_A_ROW; count += 1) {
    const before = count === 0 ? start : new Date(start.getTime() - 1);
    const blackout = blackoutAt(blackouts, before);
    const begun = blackout && latestDueAt(daily(blackout.from, blackout.timeZone), before, 1)[0];
    if (begun === undefined) return start;
    start = begun;
  }
  return start;
}

function blackoutAt(blackouts: readonly Blackout[] | undefined, moment: Date): Blackout | undefined {
  return blackouts?.find((blackout) => holds(blackout, moment));
}

function holds({ from, to, days, timeZone }: Blackout, moment: Date): boolean {
  const { day, minute } = timeOfDay(moment, timeZone);
  const [first, last] = [minuteOf(from) ?? 0, minuteOf(to) ?? 0];
  const begins = (on: typeof day) => days === undefined || days.includes(on);
  if (first < last) return begins(day) && first <= minute && minute < last;
  return (begins(day) && minute >= first) || (begins(dayBefore(day)) && minute < last);
}

function endOf({ to, timeZone }: Blackout, moment: Date): Date | null {
  return nextDueAt(daily(to, timeZone), moment);
}

function daily(time: string, timeZone: string) {
  const minute = minuteOf(time) ?? 0;
  const expression = `${minute % 60} ${Math.floor(minute / 60)} * * *`;
  return { kind: 'cron', expression, timeZone } as const;
}

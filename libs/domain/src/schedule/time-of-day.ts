import { wallOf } from '../time/wall-time.js';
import { WEEKDAYS, type Weekday } from './schedule.js';

/** What the clocks of a zone show of a day. */
export interface TimeOfDay {
  /** Minutes since midnight. */
  readonly minute: number;
  readonly day: Weekday;
}

/** Throws RangeError for a zone that is not known. */
export function timeOfDay(moment: Date, timeZone: string): TimeOfDay {
  const shown = new Date(wallOf(moment.getTime(), timeZone));
  const day = WEEKDAYS[(shown.getUTCDay() + 6) % 7] as Weekday;
  return { day, minute: shown.getUTCHours() * 60 + shown.getUTCMinutes() };
}

export function dayBefore(day: Weekday): Weekday {
  return WEEKDAYS[(WEEKDAYS.indexOf(day) + 6) % 7] as Weekday;
}

/** Minutes since midnight of a text such as 08:30; undefined: it is none. */
export function minuteOf(time: string): number | undefined {
  const [, hour, minute] = /^([01]\d|2[0-3]):([0-5]\d)$/.exec(time) ?? [];
  return hour === undefined ? undefined : Number(hour) * 60 + Number(minute);
}

/** As `Mon 2026-11-30 06:00:00 GMT+1`: for people, who compare it with a clock on the wall. */
export function zonedText(moment: Date, timeZone: string): string {
  const options = { timeZone, weekday: 'short', timeZoneName: 'shortOffset', hourCycle: 'h23' } as const;
  const [day, clock] = [
    { year: 'numeric', month: '2-digit', day: '2-digit' },
    { hour: '2-digit', minute: '2-digit', second: '2-digit' },
  ] as const;
  const format = new Intl.DateTimeFormat('en-US', { ...options, ...day, ...clock });
  const part = new Map(format.formatToParts(moment).map(({ type, value }) => [type, value]));
  const date = `${part.get('year')}-${part.get('month')}-${part.get('day')}`;
  const time = `${part.get('hour')}:${part.get('minute')}:${part.get('second')}`;
  return `${part.get('weekday')} ${date} ${time} ${part.get('timeZoneName')}`;
}

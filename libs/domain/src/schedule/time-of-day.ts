import { WEEKDAYS, type Weekday } from './schedule.js';

/** What calendar and clock on the wall of a zone show. */
export interface WallTime {
  /** Minutes since midnight. */
  readonly minute: number;
  readonly day: Weekday;
}

const FORMATS = new Map<string, Intl.DateTimeFormat>();

/** Throws RangeError for a zone that is not known. */
export function wallTime(moment: Date, timeZone: string): WallTime {
  const shown = new Date(wallClockMs(moment.getTime(), timeZone));
  const day = WEEKDAYS[(shown.getUTCDay() + 6) % 7] as Weekday;
  return { day, minute: shown.getUTCHours() * 60 + shown.getUTCMinutes() };
}

/** What calendar and clock show at a moment, as the milliseconds of the moment at which they show the same in UTC; of whole seconds. */
export function wallClockMs(ms: number, timeZone: string): number {
  const part = new Map(
    formatOf(timeZone)
      .formatToParts(ms)
      .map(({ type, value }) => [type, Number(value)]),
  );
  const [year = 0, month = 0, day = 0] = [part.get('year'), part.get('month'), part.get('day')];
  return Date.UTC(year, month - 1, day, part.get('hour'), part.get('minute'), part.get('second'));
}

/** To make one takes as long as to use it a hundred times; there are as many as there are zones. */
function formatOf(timeZone: string): Intl.DateTimeFormat {
  let format = FORMATS.get(timeZone);
  if (format === undefined) {
    const date = { year: 'numeric', month: 'numeric', day: 'numeric' } as const;
    const time = { hour: 'numeric', minute: 'numeric', second: 'numeric', hourCycle: 'h23' } as const;
    format = new Intl.DateTimeFormat('en-US', { timeZone, ...date, ...time });
    FORMATS.set(timeZone, format);
  }
  return format;
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

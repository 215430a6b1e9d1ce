import { parseIsoTime } from '../iso-time.js';
import { endOfBlackouts } from './blackout.js';
import { assertTimeZone, compileCron, invalidSchedule } from './compile-cron.js';
import { WEEKDAYS, type Blackout, type Schedule } from './schedule.js';
import { minuteOf } from './time-of-day.js';

const MAX_INTERVAL_SECONDS = 366 * 24 * 3600;
const MAX_JITTER_SECONDS = 24 * 3600;
const MOST_BLACKOUTS = 20;

/**
 * Throws SyncError `config.invalid_schedule` that says what is allowed: five or six cron fields (seconds first) with an
 * IANA time zone, or an interval of whole seconds; blackouts that leave time for runs.
 */
export function validateSchedule(schedule: Schedule): void {
  validateTimes(schedule);
  const { jitterSeconds = 0, blackouts = [] } = schedule;
  if (!Number.isSafeInteger(jitterSeconds) || jitterSeconds < 0 || jitterSeconds > MAX_JITTER_SECONDS)
    throw invalidSchedule(`jitterSeconds must be a whole number from 0 to ${MAX_JITTER_SECONDS}`);
  if (blackouts.length > MOST_BLACKOUTS)
    throw invalidSchedule(`A schedule has ${MOST_BLACKOUTS} blackouts at most`);
  for (const blackout of blackouts) validateBlackout(blackout);
  if (endOfBlackouts(blackouts, new Date(0)) === null)
    throw invalidSchedule('The blackouts leave no time in which a run could begin');
}

function validateTimes(schedule: Schedule): void {
  if (schedule.kind === 'interval') {
    const { everySeconds, anchor } = schedule;
    if (!Number.isSafeInteger(everySeconds) || everySeconds < 1 || everySeconds > MAX_INTERVAL_SECONDS)
      throw invalidSchedule(`everySeconds must be a whole number from 1 to ${MAX_INTERVAL_SECONDS}`);
    if (anchor !== undefined && Number.isNaN(parseIsoTime(anchor)))
      throw invalidSchedule(`The anchor "${anchor}" must be a time such as 2026-11-30T06:00:00Z`);
    return;
  }
  // The epoch is as good as any other moment: a pattern that is never due after it is never due.
  if (compileCron(schedule).nextRun(new Date(0)) === null) {
    throw invalidSchedule(
      `"${schedule.expression}" never falls due, for example because the day is in no month`,
    );
  }
}

function validateBlackout({ from, to, days, timeZone }: Blackout): void {
  for (const time of [from, to]) {
    if (minuteOf(time) === undefined)
      throw invalidSchedule(`"${time}" must be a time of the day from 00:00 to 23:59`);
  }
  if (days !== undefined && (days.length === 0 || days.some((day) => !WEEKDAYS.includes(day))))
    throw invalidSchedule(`The days of a blackout must be some of ${WEEKDAYS.join(', ')}`);
  assertTimeZone(timeZone);
}

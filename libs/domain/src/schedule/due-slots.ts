import { Cron } from 'croner';
import { SyncError } from '../errors/sync-error.js';
import type { Schedule } from '../job/job.js';

const MAX_INTERVAL_SECONDS = 366 * 24 * 3600;

/**
 * Throws SyncError `config.invalid_schedule` that says what is allowed: five or six cron fields (seconds first) with an
 * IANA time zone, or an interval of whole seconds.
 */
export function validateSchedule(schedule: Schedule): void {
  if (schedule.kind === 'interval') {
    const { everySeconds } = schedule;
    if (Number.isSafeInteger(everySeconds) && everySeconds >= 1 && everySeconds <= MAX_INTERVAL_SECONDS)
      return;
    throw invalid(`everySeconds must be a whole number from 1 to ${MAX_INTERVAL_SECONDS}`);
  }
  // The epoch is as good as any other moment: a pattern that is never due after it is never due.
  if (compileCron(schedule).nextRun(new Date(0)) === null) {
    throw invalid(`"${schedule.expression}" never falls due, for example because the day is in no month`);
  }
}

/** The first slot after the given moment; null if there is none any more. Throws as {@link validateSchedule} does. */
export function nextDueAt(schedule: Schedule, after: Date): Date | null {
  if (schedule.kind === 'cron') return compileCron(schedule).nextRun(after);
  // Slots are counted from the epoch, so that every replica finds the same ones.
  const everyMs = schedule.everySeconds * 1000;
  return new Date((Math.floor(after.getTime() / everyMs) + 1) * everyMs);
}

/** The latest slots at or before the given moment, at most `count` of them, oldest first. */
export function latestDueAt(schedule: Schedule, until: Date, count: number): Date[] {
  if (schedule.kind === 'cron') {
    // Croner leaves out the moment it is given, and slots fall on whole seconds.
    const nextSecond = new Date((Math.floor(until.getTime() / 1000) + 1) * 1000);
    return compileCron(schedule).previousRuns(count, nextSecond).reverse();
  }
  const everyMs = schedule.everySeconds * 1000;
  const latest = Math.floor(until.getTime() / everyMs);
  return Array.from({ length: count }, (_, index) => new Date((latest - count + 1 + index) * everyMs));
}

/**
 * When clocks change, a job with fixed times runs once for each of them: a time that is skipped runs when the clock has
 * jumped, a time that comes twice runs the first time. A job with a wildcard or step goes by real time instead.
 */
function compileCron({ expression, timeZone }: Extract<Schedule, { kind: 'cron' }>): Cron {
  const fields = expression.trim().split(/\s+/);
  if (fields.length < 5 || fields.length > 6) {
    throw invalid(`"${expression}" must have five or six fields: [second] minute hour day month weekday`);
  }
  // Croner puts the moment of compilation in its place, which is another one on each replica.
  if (expression.includes('?')) throw invalid(`"${expression}" must not contain "?": write "*"`);
  assertTimeZone(timeZone);
  try {
    return new Cron(fields.join(' '), {
      timezone: timeZone,
      mode: '5-or-6-parts',
      fixedTimeRule: 'no-wildcard',
    });
  } catch (error) {
    const reason = (error as Error).message.replace('CronPattern: ', '');
    throw new SyncError('config.invalid_schedule', `"${expression}" is not valid: ${reason}`, {
      cause: error,
    });
  }
}

function assertTimeZone(name: string): void {
  try {
    // An offset such as +02:00 is taken by Intl too, but is no zone: it has no letters.
    if (/[a-z]/i.test(name)) {
      new Intl.DateTimeFormat('en', { timeZone: name });
      return;
    }
  } catch {
    // Said below, as of an offset.
  }
  throw invalid(`"${name}" is not an IANA time zone such as Europe/Berlin`);
}

function invalid(message: string): SyncError {
  return new SyncError('config.invalid_schedule', message);
}

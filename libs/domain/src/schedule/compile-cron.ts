import { Cron } from 'croner';
import { SyncError } from '../errors/sync-error.js';
import { isZone } from '../time/wall-time.js';
import type { Schedule } from './schedule.js';

/**
 * When clocks change, a job with fixed times runs once for each of them: a time that is skipped runs when the clock has
 * jumped, a time that comes twice runs the first time. A job with a wildcard or step goes by real time instead. Throws SyncError `config.invalid_schedule`.
 */
export function compileCron({
  expression,
  timeZone,
}: Pick<Extract<Schedule, { kind: 'cron' }>, 'expression' | 'timeZone'>): Cron {
  const fields = expression.trim().split(/\s+/);
  if (fields.length < 5 || fields.length > 6) {
    throw invalidSchedule(
      `"${expression}" must have five or six fields: [second] minute hour day month weekday`,
    );
  }
  // Croner puts the moment of compilation in its place, which is another one on each replica.
  if (expression.includes('?')) throw invalidSchedule(`"${expression}" must not contain "?": write "*"`);
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

/** Throws SyncError `config.invalid_schedule`. */
export function assertTimeZone(name: string): void {
  // An offset such as +02:00 is taken by Intl too, but is no zone: it has no letters.
  if (/[a-z]/i.test(name) && isZone(name)) return;
  throw invalidSchedule(`"${name}" is not an IANA time zone such as Europe/Berlin`);
}

export function invalidSchedule(message: string): SyncError {
  return new SyncError('config.invalid_schedule', message);
}

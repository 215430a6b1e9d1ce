import { fireDelayMs } from './fire-delay.js';
import type { Schedule } from './schedule.js';

/** What a person who wrote the schedule may not expect of it, in sentences. */
export function scheduleNotes(schedule: Schedule, key: string): readonly string[] {
  const delay = Math.round(fireDelayMs(schedule, key) / 1000);
  return [
    ...(schedule.paused === true ? ['The schedule is paused: nothing begins by it.'] : []),
    ...(schedule.kind === 'cron' && namesDaysTwice(schedule.expression)
      ? [
          'It names days of the month and days of the week: it is due on each day that either of the two names.',
        ]
      : []),
    ...(delay === 0 ? [] : [`Runs of this job begin ${delay} s after each time.`]),
  ];
}

function namesDaysTwice(expression: string): boolean {
  const [day, , weekday] = expression.trim().split(/\s+/).slice(-3);
  return day !== '*' && weekday !== '*';
}

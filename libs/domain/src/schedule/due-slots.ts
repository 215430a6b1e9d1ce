import { parseIsoTime } from '../iso-time.js';
import { compileCron } from './compile-cron.js';
import { lostSlots } from './lost-slots.js';
import type { Schedule } from './schedule.js';

/** The first slot after the given moment; null if there is none any more. Throws SyncError `config.invalid_schedule`. */
export function nextDueAt(schedule: Schedule, after: Date): Date | null {
  if (schedule.kind === 'cron') {
    const next = compileCron(schedule).nextRun(after);
    return next === null ? null : (lostSlots(schedule, after, next)[0] ?? next);
  }
  const { everyMs, anchorMs } = stepsOf(schedule);
  return new Date(anchorMs + (Math.floor((after.getTime() - anchorMs) / everyMs) + 1) * everyMs);
}

/** The latest slots at or before the given moment, at most `count` of them, oldest first. */
export function latestDueAt(schedule: Schedule, until: Date, count: number): Date[] {
  if (schedule.kind === 'cron') {
    // Croner leaves out the moment it is given, and slots fall on whole seconds.
    const nextSecond = new Date((Math.floor(until.getTime() / 1000) + 1) * 1000);
    const runs = compileCron(schedule).previousRuns(count, nextSecond).reverse();
    const lost = runs[0] === undefined ? [] : lostSlots(schedule, runs[0], nextSecond);
    return [...runs, ...lost].sort((one, other) => one.getTime() - other.getTime()).slice(-count);
  }
  const { everyMs, anchorMs } = stepsOf(schedule);
  const latest = Math.floor((until.getTime() - anchorMs) / everyMs);
  return Array.from(
    { length: count },
    (_, index) => new Date(anchorMs + (latest - count + 1 + index) * everyMs),
  );
}

/** Slots are counted from the anchor in both directions, so that every replica finds the same ones. */
function stepsOf({ everySeconds, anchor }: Extract<Schedule, { kind: 'interval' }>) {
  return { everyMs: everySeconds * 1000, anchorMs: anchor === undefined ? 0 : parseIsoTime(anchor) };
}

import { wallOf } from '../time/wall-time.js';
import { compileCron } from './compile-cron.js';
import type { Schedule } from './schedule.js';

type CronSchedule = Pick<Extract<Schedule, { kind: 'cron' }>, 'expression' | 'timeZone'>;

const DAY_MS = 86_400_000;
/** Clocks do not change twice within it. */
const STEP_MS = 7 * DAY_MS;

/**
 * Slots after one moment and before another that croner leaves out: where the clock jumps over midnight (as in Nuuk, from 23:00 to 0:00), it takes the
 * times of the day that has ended for lost. They are due when the clock has jumped, as all others.
 *
 * @returns in their order
 */
export function lostSlots(schedule: CronSchedule, after: Date, before: Date): readonly Date[] {
  const { expression, timeZone } = schedule;
  if (!isFixed(expression)) return [];
  const wall = (ms: number) => wallOf(ms, timeZone);
  const found: Date[] = [];
  for (let from = secondOf(after); from < before.getTime(); from += STEP_MS) {
    const jump = findJump(wall, from, Math.min(from + STEP_MS, secondOf(before) + 1000));
    if (jump === undefined || jump <= after.getTime() || jump >= before.getTime()) continue;
    const [left, midnight] = [wall(jump - 1000) + 1000, Math.floor(wall(jump) / DAY_MS) * DAY_MS];
    // Read as if there were no changes of clocks: the times that the wall would have shown.
    const due =
      left < midnight ? compileCron({ expression, timeZone: 'UTC' }).nextRun(new Date(left - 1000)) : null;
    if (due !== null && due.getTime() < midnight) found.push(new Date(jump));
  }
  return found;
}

/** Croner's rule `no-wildcard`: what has a wildcard or a step goes by real time and leaves out what the clock jumps over. */
function isFixed(expression: string): boolean {
  const times = expression.trim().split(/\s+/).slice(0, -3);
  return times.every((field) => !/[*/]/.test(field));
}

/** The first moment after the clock was put forward, to the second; undefined: it was not. */
function findJump(wall: (ms: number) => number, from: number, to: number): number | undefined {
  const shift = (ms: number) => wall(ms) - ms;
  const before = shift(from);
  if (shift(to) <= before) return undefined;
  let [low, high] = [from, to];
  while (high - low > 1000) {
    const middle = low + Math.floor((high - low) / 2000) * 1000;
    if (shift(middle) === before) low = middle;
    else high = middle;
  }
  return high;
}

const secondOf = (moment: Date): number => Math.floor(moment.getTime() / 1000) * 1000;

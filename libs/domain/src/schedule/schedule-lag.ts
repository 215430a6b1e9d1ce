import type { MisfirePolicy } from '../job/job.js';
import { isInBlackout } from './blackout.js';
import { decideSlots } from './decide-slots.js';
import { nextDueAt } from './due-slots.js';
import { fireDelayMs } from './fire-delay.js';
import type { Schedule } from './schedule.js';

/** More are not counted: that it is long is all they say. */
export const MOST_MISSED_SLOTS = 10;

export interface LagQuestion {
  readonly schedule: Schedule;
  readonly misfirePolicy: MisfirePolicy;
  readonly key: string;
  /** Up to when everything of the job is applied. */
  readonly appliedUntil: Date;
  /** The slot decided last, or, if that was later, the beginning of this schedule. */
  readonly decidedUntil: Date;
  readonly now: Date;
}

export interface ScheduleLag {
  /** Slots, outside of blackouts, that passed since what is applied; at most {@link MOST_MISSED_SLOTS}. */
  readonly missedSlots: number;
  /** By how much the oldest slot that is due, and not decided, is late; 0: none is. */
  readonly lateMs: number;
}

/** Throws SyncError `config.invalid_schedule`. */
export function scheduleLag(question: LagQuestion): ScheduleLag {
  const { schedule, decidedUntil: since, now, key } = question;
  if (schedule.paused === true) return { missedSlots: 0, lateMs: 0 };
  const { missed, fire } = decideSlots({ ...question, since });
  const oldest = missed[0] ?? fire;
  const lateMs = oldest === null ? 0 : now.getTime() - fireDelayMs(schedule, key) - oldest.getTime();
  return { missedSlots: countMissed(question), lateMs };
}

function countMissed({ schedule, appliedUntil, now, key }: LagQuestion): number {
  const until = now.getTime() - fireDelayMs(schedule, key);
  let count = 0;
  let next = nextDueAt(schedule, appliedUntil);
  // Slots of a blackout run into the bound, too: a blackout of a schedule by the second has thousands of them.
  for (let looked = 0; looked < MOST_LOOKED_AT && count < MOST_MISSED_SLOTS; looked += 1) {
    if (next === null || next.getTime() > until) return count;
    if (!isInBlackout(schedule.blackouts, next)) count += 1;
    next = nextDueAt(schedule, next);
  }
  return count;
}

const MOST_LOOKED_AT = 100;

import type { JobDefinition } from '../job/job.js';
import { endOfBlackouts, startOfBlackouts } from './blackout.js';
import { SLOT_GRACE_MS } from './decide-slots.js';
import { nextDueAt } from './due-slots.js';
import { fireDelayMs } from './fire-delay.js';
import type { Schedule } from './schedule.js';

/** A run that a schedule is going to begin. */
export interface ScheduledStart {
  /** The time that the schedule names. */
  readonly dueAt: Date;
  /** When it begins: later by the delay of the job, and after a blackout. */
  readonly startsAt: Date;
}

/**
 * The next runs after a moment, as far as the schedule decides; fewer where the calendar ends or blackouts leave no time.
 *
 * @param key what tells the job from others
 */
export function nextStarts(
  { schedule, misfirePolicy }: { readonly schedule: Schedule } & Pick<JobDefinition, 'misfirePolicy'>,
  key: string,
  { after, count }: { readonly after: Date; readonly count: number },
): readonly ScheduledStart[] {
  if (schedule.paused === true) return [];
  const delay = fireDelayMs(schedule, key);
  const runs: ScheduledStart[] = [];
  // A blackout that holds keeps what fell due since it began.
  const dark = startOfBlackouts(schedule.blackouts, after);
  let from = dark < after ? new Date(dark.getTime() - 1) : after;
  // Slots in a blackout take no place; one end of a blackout lies between two of them at most.
  for (let looked = 0; runs.length < count && looked < count + MOST_BLACKED_OUT; looked += 1) {
    const dueAt = nextDueAt(schedule, new Date(from.getTime() - delay));
    if (dueAt === null) break;
    const wanted = new Date(dueAt.getTime() + delay);
    const startsAt = endOfBlackouts(schedule.blackouts, wanted);
    if (startsAt === null) break;
    const isLost = misfirePolicy === 'skip' && startsAt.getTime() - wanted.getTime() > SLOT_GRACE_MS;
    if (!isLost) runs.push({ dueAt, startsAt });
    // What falls due until then is one run with it, or as late as it.
    from = isLost ? new Date(startsAt.getTime() - SLOT_GRACE_MS - 1) : startsAt;
  }
  return runs;
}

const MOST_BLACKED_OUT = 500;

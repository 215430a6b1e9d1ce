import type { MisfirePolicy } from '../job/job.js';
import { isInBlackout } from './blackout.js';
import { latestDueAt, nextDueAt } from './due-slots.js';
import { fireDelayMs } from './fire-delay.js';
import type { Schedule } from './schedule.js';

/** How late a slot may be decided and still count as on time: a scheduler was busy or just starting. */
export const SLOT_GRACE_MS = 60_000;

export interface SlotQuestion {
  readonly schedule: Schedule;
  readonly misfirePolicy: MisfirePolicy;
  /** The slot decided last, or, if that was later, the beginning of this schedule. */
  readonly since: Date;
  readonly now: Date;
  /** What keeps its connection from being called, and for how long a run would wait for that; left out: nothing does. */
  readonly pause?: { readonly until: Date; readonly patienceMs: number } | undefined;
  /** What tells the job from others: its runs begin as long after each slot as `jitterSeconds` makes of it. */
  readonly key: string;
}

export interface SlotDecision {
  /** The slot to run now. */
  readonly fire: Date | null;
  /** The slot that would run now, but the pause of its connection outlasts what a run has time for. */
  readonly skipped: Date | null;
  /** Slots that will not run, oldest first; only the latest 100 after a long time. */
  readonly missed: readonly Date[];
}

const MOST_MISSED = 100;
/** The latest, which may run, and those missed before it. */
const MOST_DUE = MOST_MISSED + 1;

/**
 * Decides every slot after `since` up to and including `now`. At most one runs, the latest: it covers what the earlier
 * ones would have done. If it comes late, the misfire policy says whether it runs at all. While the schedule is paused or
 * in a blackout nothing is decided: a blackout ends like a downtime, and a schedule that goes on counts from then.
 */
export function decideSlots(question: SlotQuestion): SlotDecision {
  const { schedule, misfirePolicy, since, key } = question;
  if (schedule.paused === true || isInBlackout(schedule.blackouts, question.now)) return UNDECIDED;
  const now = new Date(question.now.getTime() - fireDelayMs(schedule, key));
  const due = dueSlots(schedule, since, now);
  const latest = due.at(-1);
  if (latest === undefined) return UNDECIDED;
  const onTime = now.getTime() - latest.getTime() <= SLOT_GRACE_MS;
  if (!onTime && misfirePolicy === 'skip')
    return { fire: null, skipped: null, missed: due.slice(-MOST_MISSED) };
  const isSkipped = isInPause(question);
  return {
    fire: isSkipped ? null : latest,
    skipped: isSkipped ? latest : null,
    missed: due.slice(0, -1),
  };
}

const UNDECIDED: SlotDecision = { fire: null, skipped: null, missed: [] };

function isInPause({ pause, now }: SlotQuestion): boolean {
  return pause !== undefined && pause.until.getTime() - now.getTime() >= pause.patienceMs;
}

/** Forward from `since`, where usually nothing or one slot is due; after long downtime back from `now`. */
function dueSlots(schedule: Schedule, since: Date, now: Date): readonly Date[] {
  const due: Date[] = [];
  let next = nextDueAt(schedule, since);
  while (next !== null && next <= now) {
    if (due.length === MOST_DUE) return latestDueAt(schedule, now, MOST_DUE);
    due.push(next);
    next = nextDueAt(schedule, next);
  }
  return due;
}

import type { MisfirePolicy, Schedule } from '../job/job.js';
import { latestDueAt, nextDueAt } from './due-slots.js';

export interface SlotQuestion {
  readonly schedule: Schedule;
  readonly misfirePolicy: MisfirePolicy;
  /** The slot decided last, or, if that was later, the beginning of this schedule. */
  readonly since: Date;
  readonly now: Date;
  /** What keeps its connection from being called, and for how long a run would wait for that; left out: nothing does. */
  readonly pause?: { readonly until: Date; readonly patienceMs: number } | undefined;
  /** How late a slot may be decided and still count as on time, in milliseconds. */
  readonly graceMs: number;
}

export interface SlotDecision {
  /** The slot to run now. */
  readonly fire: Date | null;
  /** The slot that would run now, but the pause of its connection outlasts what a run has time for. */
  readonly skipped: Date | null;
  /** Slots that will not run, oldest first; only the latest 100 after a long time. */
  readonly missed: readonly Date[];
  /** When to ask again. */
  readonly next: Date | null;
}

const MOST_MISSED = 100;
/** The latest, which may run, and those missed before it. */
const MOST_DUE = MOST_MISSED + 1;

/**
 * Decides every slot after `since` up to and including `now`. At most one runs, the latest: it covers what the earlier
 * ones would have done. If it comes late, the misfire policy says whether it runs at all.
 */
export function decideSlots(question: SlotQuestion): SlotDecision {
  const { schedule, misfirePolicy, since, now, graceMs } = question;
  const { due, next } = dueSlots(schedule, since, now);
  const latest = due.at(-1);
  if (latest === undefined) return { fire: null, skipped: null, missed: [], next };
  const onTime = now.getTime() - latest.getTime() <= graceMs;
  if (!onTime && misfirePolicy === 'skip')
    return { fire: null, skipped: null, missed: due.slice(-MOST_MISSED), next };
  const isSkipped = isInPause(question);
  return {
    fire: isSkipped ? null : latest,
    skipped: isSkipped ? latest : null,
    missed: due.slice(0, -1),
    next,
  };
}

function isInPause({ pause, now }: SlotQuestion): boolean {
  return pause !== undefined && pause.until.getTime() - now.getTime() >= pause.patienceMs;
}

/** Forward from `since`, where usually nothing or one slot is due; after long downtime back from `now`. */
function dueSlots(schedule: Schedule, since: Date, now: Date): { due: readonly Date[]; next: Date | null } {
  const due: Date[] = [];
  let next = nextDueAt(schedule, since);
  while (next !== null && next <= now) {
    if (due.length === MOST_DUE) {
      return { due: latestDueAt(schedule, now, MOST_DUE), next: nextDueAt(schedule, now) };
    }
    due.push(next);
    next = nextDueAt(schedule, next);
  }
  return { due, next };
}

import type { Execution } from './execution.js';

/** A time in which the bus took no messages. */
export interface Outage {
  readonly beganAt: Date;
  /** Null while it lasts. */
  readonly endedAt: Date | null;
}

export type TimeoutClock = Pick<Execution, 'deadline' | 'clockSince' | 'timeLeftMs'>;

/** A clock that begins to run now. */
export function windClock(timeoutMinutes: number, now: Date): TimeoutClock {
  return startClock({ timeLeftMs: timeoutMinutes * 60_000 }, now);
}

/** Lets the clock go on with what was left of its time. */
export function startClock({ timeLeftMs }: Pick<TimeoutClock, 'timeLeftMs'>, now: Date): TimeoutClock {
  const deadline = timeLeftMs === null ? null : new Date(now.getTime() + timeLeftMs);
  return { deadline, clockSince: now, timeLeftMs: null };
}

/** The clock stands still and keeps what is left. */
export function stopClock(clock: TimeoutClock, outages: readonly Outage[], now: Date): TimeoutClock {
  const deadline = deadlineOf(clock, outages, now);
  if (deadline === null) return clock;
  return {
    deadline: null,
    clockSince: null,
    timeLeftMs: Math.max(0, deadline.getTime() - now.getTime()),
  };
}

/** When the time of the execution is over, as far as is known now: it does not run while the bus is away. */
export function deadlineOf(
  { deadline, clockSince }: TimeoutClock,
  outages: readonly Outage[],
  now: Date,
): Date | null {
  if (deadline === null || clockSince === null) return deadline;
  return new Date(deadline.getTime() + outageMs(outages, clockSince, now));
}

/** How much of the time between two moments was outage; outages may overlap. */
function outageMs(outages: readonly Outage[], since: Date, now: Date): number {
  const inOrder = outages.toSorted((one, other) => one.beganAt.getTime() - other.beganAt.getTime());
  let [counted, lostMs] = [since.getTime(), 0];
  for (const { beganAt, endedAt } of inOrder) {
    const until = Math.min((endedAt ?? now).getTime(), now.getTime());
    const from = Math.max(beganAt.getTime(), counted);
    lostMs += Math.max(0, until - from);
    counted = Math.max(counted, until);
  }
  return lostMs;
}

import type { FullExecution, FullHistory } from '../full-history.js';

export const NOON = new Date('2026-11-29T12:00:00.000Z');
const HOUR_MS = 3_600_000;

export function hoursAgo(hours: number): Date {
  return new Date(NOON.getTime() - hours * HOUR_MS);
}

/** A full run that read 1,000 records within half an hour, two days ago, and everything of them. */
export function someFullRun(changes: Partial<FullExecution> = {}): FullExecution {
  return {
    id: 'full',
    jobRevision: 1,
    startedAt: hoursAgo(48.5),
    finishedAt: hoursAgo(48),
    status: 'completed',
    reason: null,
    doubted: false,
    durationMs: HOUR_MS / 2,
    fetched: 1_000,
    reportsDeletions: false,
    gotFurther: true,
    hasMoreToRead: false,
    isDecidedOn: false,
    ...changes,
  };
}

/** One that ran out of time an hour ago, half way. */
export function someUnfinished(changes: Partial<FullExecution> = {}): FullExecution {
  return someFullRun({
    id: 'unfinished',
    startedAt: hoursAgo(2),
    finishedAt: hoursAgo(1),
    status: 'timed_out',
    durationMs: HOUR_MS,
    fetched: 500,
    hasMoreToRead: true,
    ...changes,
  });
}

/** Of a job that was added ten days ago and read changes only since its latest full run. */
export function someHistory(changes: Partial<FullHistory> = {}): FullHistory {
  return {
    jobAddedAt: hoursAgo(240),
    lookedForDeletionsAt: hoursAgo(48.5),
    recordsHere: 1_000,
    changesExpired: false,
    endedLast: 'changes',
    fullRuns: [someFullRun()],
    ...changes,
  };
}

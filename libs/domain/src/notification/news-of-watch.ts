import { settle, type Conditions } from './conditions.js';
import type { News } from './news.js';

/** A job as only time changes it. */
export interface WatchedJob {
  readonly about: News['about'];
  readonly conditions: Conditions;
  /** How long its last success may be ago; null: that does not matter. */
  readonly freshnessTargetMinutes: number | null;
  /** ISO 8601: when it last succeeded, else since when it is there with this target. */
  readonly freshSince: string;
  /** Its runs that wait for their turn, and since when the first of them does; null: none. */
  readonly queue: { readonly waiting: number; readonly since: string } | null;
}

export interface NewsOfWatch {
  readonly news: readonly News[];
  readonly conditions: Conditions;
}

/** A run that waits longer than that for its turn is late. */
const LONGEST_WAIT_MS = 15 * 60_000;

/** What people are told of a job because time has passed. */
export function newsOfWatch(job: WatchedJob, now: Date): NewsOfWatch {
  const at = now.toISOString();
  const { about, freshnessTargetMinutes, freshSince, queue } = job;
  const isStale =
    freshnessTargetMinutes !== null &&
    now.getTime() - Date.parse(freshSince) > freshnessTargetMinutes * 60_000;
  const freshness = settle(job.conditions, 'stale', { holds: isStale, at });
  const isLate = queue !== null && now.getTime() - Date.parse(queue.since) > LONGEST_WAIT_MS;
  const backlog = settle(freshness.after, 'backlog', { holds: isLate, at });
  const news: News[] = [];
  if (freshness.began && freshnessTargetMinutes !== null) {
    const facts = { since: freshSince, targetMinutes: freshnessTargetMinutes };
    news.push({ kind: 'freshness_missed', at, about, facts });
  }
  if (backlog.began && queue !== null)
    news.push({ kind: 'backlog', at, about, facts: { since: queue.since, waiting: queue.waiting } });
  return { news, conditions: backlog.after };
}

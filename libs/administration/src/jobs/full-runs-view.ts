import type { JobView } from '@evenkeel/contracts-admin';
import {
  decideFullRun,
  describeFullRun,
  fullEverySeconds,
  reportsDeletions,
  type FullHistory,
  type Job,
} from '@evenkeel/domain';

/** What is known of the full runs of a job; of one that reads everything each time only when it did so last. */
export function fullRunsToView(job: Job, history: FullHistory, now: Date): JobView['fullRuns'] {
  const deletionsLookedForAt = history.lookedForDeletionsAt?.toISOString() ?? null;
  const { mode, fullEvery, timeoutMinutes } = job.definition;
  if (mode === 'full' || job.removedAt !== undefined)
    return { deletionsLookedForAt, everySeconds: null, nextDueAt: null, note: null };
  const decision = decideFullRun(job, history, { now });
  return {
    deletionsLookedForAt,
    everySeconds: fullEverySeconds(fullEvery, { reportsDeletions: reportsDeletions(history) }),
    nextDueAt: decision.kind === 'never' ? null : decision.dueAt.toISOString(),
    note: describeFullRun(decision, { name: job.name, timeoutMinutes }),
  };
}

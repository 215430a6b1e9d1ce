import type { ExecutionId } from '../ids.js';
import { findStopper } from '../execution/decide-resume.js';
import type { Job } from '../job/job.js';
import { estimateFullRunMs } from './estimate-full-run.js';
import { fullEverySeconds } from './full-every.js';
import { hasReadAll, reportsDeletions, type FullExecution, type FullHistory } from './full-history.js';

const DAY_MS = 86_400_000;
/** What an older listing has read says little of what is there now. */
const LONGEST_RESUMED_MS = 7 * DAY_MS;

/** Whether the next run of an incremental job is a full one, where the request for it does not say what it reads. */
export type FullDecision =
  | { readonly kind: 'never' }
  | { readonly kind: 'later'; readonly dueAt: Date }
  /** The latest run was a full one that did not get everything: the changes have their turn, then it is tried again. */
  | { readonly kind: 'changes_first'; readonly dueAt: Date }
  /** It would not end within the timeout of the job. */
  | { readonly kind: 'too_long'; readonly dueAt: Date; readonly estimateMs: number }
  | { readonly kind: 'begin'; readonly dueAt: Date }
  | { readonly kind: 'resume'; readonly dueAt: Date; readonly executionId: ExecutionId };

export interface FullCircumstances {
  readonly now: Date;
  /** False where an execution of its own is there already, or is wanted: no other can go on in its place. */
  readonly mayResume?: boolean;
}

/**
 * A full run is due so long after the end of the last one that read everything. Where that was never, it counts from when the job
 * was added: a watermark that was set by hand spares a job its first full run for that time.
 */
export function decideFullRun(
  { revision, definition }: Pick<Job, 'revision' | 'definition'>,
  history: FullHistory,
  { now, mayResume = true }: FullCircumstances,
): FullDecision {
  // Only a listing of everything leads on from there, however seldom the job reads one.
  if (history.changesExpired) return { kind: 'begin', dueAt: now };
  const seconds = fullEverySeconds(definition.fullEvery, { reportsDeletions: reportsDeletions(history) });
  if (seconds === null) return { kind: 'never' };
  const { fullRuns, endedLast, jobAddedAt } = history;
  const since = fullRuns.find(hasReadAll)?.finishedAt ?? jobAddedAt;
  const dueAt = new Date(since.getTime() + seconds * 1000);
  if (dueAt > now) return { kind: 'later', dueAt };
  const [latest] = fullRuns;
  if (latest !== undefined && !hasReadAll(latest)) {
    if (latest.id === endedLast) return { kind: 'changes_first', dueAt };
    // What has begun gets further with each try, however long all of it takes.
    if (mayResume && mayBeResumed(latest, revision, now))
      return { kind: 'resume', dueAt, executionId: latest.id };
  }
  const estimateMs = estimateFullRunMs(history) ?? 0;
  if (estimateMs > definition.timeoutMinutes * 60_000) return { kind: 'too_long', dueAt, estimateMs };
  return { kind: 'begin', dueAt };
}

/** A run that stopped where it had stopped before begins anew, and so does one of an earlier revision: it would read by that. */
function mayBeResumed(run: FullExecution, revision: number, now: Date): boolean {
  const { status, reason, jobRevision, startedAt, gotFurther, hasMoreToRead, isDecidedOn } = run;
  if (status !== 'failed' && status !== 'timed_out') return false;
  if (findStopper(reason) !== undefined || jobRevision !== revision) return false;
  if (isDecidedOn || !gotFurther || !hasMoreToRead) return false;
  return now.getTime() - startedAt.getTime() <= LONGEST_RESUMED_MS;
}

/** From so many pending changes of a job on they are one run of the whole job, which waits among bulk work (C9). */
export const MOST_CHANGES_AT_ONCE = 1_000;

/** Changes that come within so much time of each other go with one run; the first goes at once. */
export const CHANGES_GATHER_MS = 250;

/** Runs of changes of one job at the same time: a provider that is slow, or does not answer, does not fill the single lane. */
export const MOST_CHANGE_RUNS = 4;

/**
 * How long after a try what was left behind is tried again: after the first, the second and so on; the last holds for all further ones. It
 * holds for a record that was not taken, and for a job whose runs fail as a whole.
 */
export const TRY_AGAIN_AFTER_MS: readonly number[] = [10_000, 60_000, 300_000, 1_800_000, 3_600_000];

/** What is known of the local changes of a job that pushes them at once. */
export interface ChangeRunFacts {
  /** A run of the whole job has completed: both sides are paired, and what is pending is a change of that. */
  readonly isPaired: boolean;
  /** Changes that no run was asked for, and that no bulk run is about to push; counted to one more than {@link MOST_CHANGES_AT_ONCE}. */
  readonly fresh: number;
  /** Those that a run has left behind and whose time has come again, counted as well so far. */
  readonly again: number;
  /** Whether a bulk run of the job is under way or waits: it pushes whatever is pending when it comes to that. */
  readonly hasBulk: boolean;
  /** When a run was asked for that was not opened yet, and takes whatever is pending then; null: none was. */
  readonly askedAt: Date | null;
  /** Runs of changes that have not ended. */
  readonly underWay: number;
  /** When the last run of changes was asked for; null: none ever was. */
  readonly lastAskedAt: Date | null;
  /** Runs of changes that failed as a whole since one did not, and when the last of them ended. */
  readonly failed: number;
  readonly failedAt: Date | null;
  readonly now: Date;
}

/** `few`: a run of the single lane with these changes. `many`: one run of the whole job. `wait`: to be looked at again after that. */
export type ChangeRunDecision =
  | { readonly kind: 'nothing' | 'few' | 'many' }
  | { readonly kind: 'wait'; readonly forMs: number };

/** While something else has to happen first. */
const LOOK_AGAIN_MS = 1_000;

/**
 * A run that was asked for is opened in a moment, and what is changed after that is to be asked for: it is looked at again after as long as it has waited
 * already, and at least after this. One whose connection is stopped is looked at seldom so.
 */
const LOOK_AT_OPENED_MS = 50;

/** Whether a run is to be asked for because of what was changed here. */
export function decideChangeRun(facts: ChangeRunFacts): ChangeRunDecision {
  const { askedAt, lastAskedAt, underWay, now } = facts;
  const decision = decideAskedRun(facts);
  if (decision.kind === 'nothing' || decision.kind === 'wait') return decision;
  if (askedAt !== null) return wait(Math.max(LOOK_AT_OPENED_MS, now.getTime() - askedAt.getTime()));
  if (underWay >= MOST_CHANGE_RUNS) return wait(CHANGES_GATHER_MS);
  const left = lastAskedAt === null ? 0 : leftOf(lastAskedAt, CHANGES_GATHER_MS, now);
  return left > 0 ? wait(left) : decision;
}

/** What a run that was asked for becomes once it may be opened. */
export function decideAskedRun(facts: ChangeRunFacts): ChangeRunDecision {
  const { isPaired, fresh, again, hasBulk, failed, failedAt, now } = facts;
  if (fresh + again === 0) return { kind: 'nothing' };
  // What both sides have is not known to be one yet: each would be made a second time (C26).
  if (!isPaired) return wait(LOOK_AGAIN_MS);
  const left = failedAt === null || failed === 0 ? 0 : leftOf(failedAt, waitAfter(failed), now);
  if (left > 0) return wait(left);
  if (fresh + again <= MOST_CHANGES_AT_ONCE) return { kind: 'few' };
  return hasBulk ? wait(LOOK_AGAIN_MS) : { kind: 'many' };
}

function wait(forMs: number): ChangeRunDecision {
  return { kind: 'wait', forMs: Math.min(forMs, LOOK_AGAIN_MS) };
}

function waitAfter(tries: number): number {
  return TRY_AGAIN_AFTER_MS[Math.min(tries, TRY_AGAIN_AFTER_MS.length) - 1] ?? 0;
}

/** What is left of a time that began then. A clock that was set back is no reason to wait for long. */
function leftOf(since: Date, ms: number, now: Date): number {
  const passed = now.getTime() - since.getTime();
  return passed < 0 ? 0 : Math.max(0, ms - passed);
}

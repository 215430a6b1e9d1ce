import type { ExecutionId } from '../ids.js';
import type { ExecutionReason } from '../execution/reason.js';
import { hasSucceeded, type ExecutionStatus } from '../execution/status.js';

/** A full run of a job that has ended. */
export interface FullExecution {
  readonly id: ExecutionId;
  readonly jobRevision: number;
  readonly startedAt: Date;
  readonly finishedAt: Date;
  readonly status: ExecutionStatus;
  readonly reason: ExecutionReason | null;
  /** Something speaks against its listing having given everything. */
  readonly doubted: boolean;
  /** How long it took; null where it was paused or resumed, so that its times say nothing of that. */
  readonly durationMs: number | null;
  readonly fetched: number;
  /** What its stream said; null: it never got so far. */
  readonly reportsDeletions: boolean | null;
  /** Whether a page was applied since it began, or was resumed last. */
  readonly gotFurther: boolean;
  /** Whether a chunk of it did not reach its end. */
  readonly hasMoreToRead: boolean;
  /** A person has to do with what it leads to: it makes or follows a plan, or what it created waits for an approval. */
  readonly isDecidedOn: boolean;
}

/** What is known of the full runs of a job. */
export interface FullHistory {
  readonly jobAddedAt: Date;
  /** When the latest run began whose listing was proven complete: what was gone by then was found. Null: there was none. */
  readonly lookedForDeletionsAt: Date | null;
  /** Records that were active when that run began. */
  readonly recordsHere: number;
  /** The bulk run that ended last, whatever it read; null: none has. */
  readonly endedLast: ExecutionId | null;
  /** The bulk run that ended last was told that the changes it asked for are kept no longer. */
  readonly changesExpired: boolean;
  /** Of those that ended the latest, newest end first. */
  readonly fullRuns: readonly FullExecution[];
}

/** Whether a full run read everything that its provider has, as far as is known. */
export function hasReadAll({ status, doubted }: FullExecution): boolean {
  return hasSucceeded(status) && !doubted;
}

/** What the stream of a job said last. */
export function reportsDeletions({ fullRuns }: Pick<FullHistory, 'fullRuns'>): boolean {
  return fullRuns.find((run) => run.reportsDeletions !== null)?.reportsDeletions ?? false;
}

import { concludeConflict } from '@evenkeel/domain';
import type { StoredConflict, Transaction } from '@evenkeel/ports';
import { keepConflicts, type ConflictOf, type FindingConflicts } from '../steps/keep-conflicts.js';

/** A record of which the provider holds what was sent. */
export interface PushedRecordOf {
  readonly referenceId: string;
  /** When it was decided what is sent. */
  readonly plannedAt: Date;
}

/** What a push that was taken means for the conflict of its record; undefined: nothing. */
export function concludedBy(
  { referenceId, plannedAt }: PushedRecordOf,
  live: ReadonlyMap<string, StoredConflict>,
): ConflictOf | undefined {
  const stored = live.get(referenceId);
  if (stored === undefined) return undefined;
  // What was on its way before the decision was taken does not carry it out.
  if (stored.takenAt !== null && plannedAt < stored.takenAt) return undefined;
  const step = concludeConflict(stored);
  return step.kind === 'keep' ? undefined : { referenceId, stored, step };
}

/** Ends the conflicts of these records of which nothing is left to be sent. */
export async function concludeConflicts(
  tx: Transaction,
  finding: FindingConflicts,
  pushed: readonly PushedRecordOf[],
): Promise<void> {
  if (pushed.length === 0) return;
  const live = await tx.conflicts.lockLive(pushed.map(({ referenceId }) => referenceId));
  await keepConflicts(
    tx,
    finding,
    pushed.flatMap((one) => concludedBy(one, live) ?? []),
  );
}

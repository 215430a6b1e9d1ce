import { conflictEvent, withEvent, type Conflict } from '@evenkeel/domain';
import type { SavedConflict, StoredConflict, Transaction } from '@evenkeel/ports';
import type { ApplyContext } from '../pages/apply-contexts.js';
import type { FollowedConflict } from '../pages/page-group.js';

/** What becomes of the conflict of the record of a reference. */
export interface ConflictOf extends FollowedConflict {
  readonly referenceId: string;
}

/** Writes conflicts that were opened, changed or ended, each with what happened to it. Their records are as they are to be. */
export async function keepConflicts(
  tx: Transaction,
  { jobId, nextId }: Pick<ApplyContext, 'jobId' | 'nextId'>,
  followed: readonly ConflictOf[],
): Promise<void> {
  if (followed.length === 0) return;
  const isWritten = followed.some(({ step }) => step.kind !== 'keep');
  const at = isWritten ? (await tx.now()).toISOString() : '';
  const saved = followed.flatMap(({ referenceId, stored, step }): readonly SavedConflict[] => {
    const of = { jobId, referenceId };
    const opened = (conflict: Conflict) => ({ ...of, id: nextId(), ...told(undefined, conflict, at) });
    if (step.kind === 'open') return [opened(step.conflict)];
    if (step.kind === 'keep') return [];
    if (stored === undefined) throw new Error('A conflict that is not stored cannot change');
    if (step.kind === 'change') return [{ ...of, id: stored.id, ...told(stored, step.conflict, at) }];
    return [{ ...of, id: stored.id, ...told(stored, step.ended, at) }, opened(step.conflict)];
  });
  await tx.conflicts.save(saved);
  const kept = followed.filter(({ step }) => step.kind === 'keep');
  await tx.conflicts.noteJoined(kept.map(({ referenceId }) => referenceId));
}

function told(
  before: StoredConflict | undefined,
  conflict: Conflict,
  at: string,
): Pick<SavedConflict, 'conflict' | 'history'> {
  const kind = conflictEvent(before, conflict);
  const history = before?.history ?? [];
  const event = kind && { kind, at, revision: conflict.revision, by: null, reason: null };
  return { conflict, history: event === undefined ? history : withEvent(history, event) };
}

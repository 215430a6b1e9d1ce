import type { ConflictView, RequestOf } from '@evenkeel/contracts-admin';
import {
  agreedBase,
  canonicalText,
  intentStatesThat,
  SyncError,
  undoDecision,
  undoTaken,
  type Agreement,
  type JsonObject,
} from '@evenkeel/domain';
import { Logger, Store, type ListedConflict, type Transaction } from '@evenkeel/ports';
import type { Caller, Terms } from '../caller.js';
import { assertRevision } from '../jobs/assert-revision.js';
import { viewConflict } from './conflict-view.js';
import { listsOfJob, withStep } from './decide-stored.js';
import { findConflict, lockConflict } from './list-conflicts.js';

/** Takes decisions back. */
export class UndoConflictUseCase {
  constructor(
    private readonly store: Store,
    private readonly log: Logger,
  ) {}

  /** Rejects with `request.wrong_state` where nothing was decided, a field was changed since, or another conflict of the record is open. */
  async undo(
    { tenantId, actor }: Caller,
    { conflict: id, reason }: RequestOf<'undoConflict'>,
    { seen }: Terms,
  ): Promise<ConflictView> {
    const view = await this.store.of(tenantId).transaction(async (tx) => {
      const stored = await lockConflict(tx, id);
      assertRevision(`Conflict ${id}`, stored.revision, seen);
      await assertAlone(tx, stored);
      const conflict = stored.isTaken ? await takeBack(tx, stored, actor) : undoDecision(stored, []).conflict;
      const at = (await tx.now()).toISOString();
      await tx.conflicts.save([withStep(stored, conflict, { kind: 'undone', by: actor, reason, at })]);
      return viewConflict(tx, await findConflict(tx, id));
    });
    this.log.info('conflict undone', { conflictId: id, actor });
    return view;
  }
}

/** A record has one open conflict at most, and what is on its way to the provider cannot be called back. */
async function assertAlone(
  tx: Transaction,
  { id, referenceId, recordId, jobId }: ListedConflict,
): Promise<void> {
  const other = (await tx.conflicts.lockLive([referenceId])).get(referenceId);
  if (other !== undefined && other.id !== id)
    throw new SyncError(
      'request.wrong_state',
      `Another conflict of the record is ${other.state}: ${other.id}`,
    );
  const states = intentStatesThat(({ isUnresolved }) => isUnresolved);
  const { items } = await tx.pushIntents.list({ jobId, recordId, states }, { after: null, limit: 1 });
  if (items.length > 0)
    throw new SyncError(
      'request.wrong_state',
      `The record is being sent to its provider (push ${items[0]!.id}): undo it when that is answered`,
    );
}

/** Here at once; what the provider was sent is restored by the next run. */
async function takeBack(tx: Transaction, stored: ListedConflict, actor: string) {
  const { recordId, referenceId, jobId } = stored;
  const record = await tx.recordEdits.lock(recordId);
  const job = await tx.jobs.find(jobId);
  if (record === undefined || job === undefined || record.mergedInto !== null)
    throw new SyncError('request.wrong_state', 'The record or the job is no longer there');
  const kept = (await tx.agreements.find([referenceId])).get(referenceId);
  const agreement = kept ?? settledAgreement(job.revision, record.data);
  const undone = undoTaken(stored, { agreement, local: record.data }, await listsOfJob(tx, jobId));
  const edited = { dataText: canonicalText(undone.local), active: record.active };
  await tx.recordEdits.save(recordId, edited, actor);
  await tx.agreements.save([{ referenceId, agreement: undone.agreement }]);
  if (undone.agreement.restoring !== undefined) await tx.pushAnswers.keepChanges(jobId, [recordId]);
  return undone.conflict;
}

/** Nothing is kept where both sides hold what the record says. */
function settledAgreement(mappingRevision: number, local: JsonObject): Agreement {
  return { ...agreedBase(mappingRevision, local), contested: [] };
}

import type { ConflictView, RequestOf } from '@evenkeel/contracts-admin';
import { Logger, Store, type Transaction } from '@evenkeel/ports';
import { assertStorable } from '../assert-storable.js';
import type { Caller, Terms } from '../caller.js';
import { viewConflict } from './conflict-view.js';
import { decideStored, listsOfJob } from './decide-stored.js';
import { findConflict, lockConflict } from './list-conflicts.js';

/** What a person says of a record that both sides changed. A run of its job carries it out. */
export class ResolveConflictUseCase {
  constructor(
    private readonly store: Store,
    private readonly log: Logger,
  ) {}

  /** Rejects with `request.stale` where the conflict is at another revision than the caller has seen, and with `request.wrong_state` where it has ended. */
  async resolve(
    { tenantId, actor }: Caller,
    { conflict: id, fields, others, reason }: RequestOf<'resolveConflict'>,
    { seen }: Terms,
  ): Promise<ConflictView> {
    assertStorable(fields, 'fields');
    const view = await this.store.of(tenantId).transaction(async (tx) => {
      const stored = await lockConflict(tx, id);
      const at = (await tx.now()).toISOString();
      const asked = { revision: seen ?? stored.revision, by: actor, reason, at, fields };
      const saved = decideStored(stored, others === undefined ? asked : { ...asked, others }, {
        ...(await recordOf(tx, stored)),
        lists: await listsOfJob(tx, stored.jobId),
      });
      await tx.conflicts.save([saved]);
      return viewConflict(tx, await findConflict(tx, id));
    });
    this.log.info('conflict decided', { conflictId: id, actor });
    return view;
  }
}

async function recordOf(
  tx: Transaction,
  { recordId, recordType }: { readonly recordId: string; readonly recordType: string },
) {
  const data = await tx.records.dataOf([recordId]);
  const type = await tx.recordTypes.find(recordType);
  return { local: data.get(recordId) ?? {}, schema: type?.schema ?? null };
}

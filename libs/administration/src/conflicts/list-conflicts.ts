import type { ConflictSummary, ConflictView, ListView, RequestOf } from '@evenkeel/contracts-admin';
import { SyncError } from '@evenkeel/domain';
import { Store, type ListedConflict, type Transaction } from '@evenkeel/ports';
import type { Caller } from '../caller.js';
import { toListRequest, toListView } from '../lists/cursor.js';
import { toConflictFilter } from './conflict-filter.js';
import { toConflictSummary, viewConflict } from './conflict-view.js';

export class ListConflicts {
  constructor(private readonly store: Store) {}

  /** The newest first. */
  async list(
    { tenantId }: Caller,
    { state, cursor, limit, ...asked }: RequestOf<'listConflicts'>,
  ): Promise<ListView<ConflictSummary>> {
    const request = toListRequest('conflicts', { cursor, limit });
    return this.store.of(tenantId).transaction(async (tx) => {
      const listed = await tx.conflicts.list(await toConflictFilter(tx, asked, state), request);
      return toListView('conflicts', listed, toConflictSummary);
    });
  }

  async show({ tenantId }: Caller, { conflict: id }: RequestOf<'showConflict'>): Promise<ConflictView> {
    return this.store.of(tenantId).transaction(async (tx) => viewConflict(tx, await findConflict(tx, id)));
  }
}

/** Rejects with `request.not_found`. */
export async function findConflict(tx: Transaction, id: string): Promise<ListedConflict> {
  return (await tx.conflicts.find(id)) ?? unknown(id);
}

/** With its record: a run that joins that waits until the end of the transaction. Rejects with `request.not_found`. */
export async function lockConflict(tx: Transaction, id: string): Promise<ListedConflict> {
  const { recordId } = await findConflict(tx, id);
  await tx.agreements.lockRecords([recordId]);
  return (await tx.conflicts.lock(id)) ?? unknown(id);
}

function unknown(id: string): never {
  throw new SyncError('request.not_found', `There is no conflict ${id}`);
}

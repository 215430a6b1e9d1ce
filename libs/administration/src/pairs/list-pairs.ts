import type { HeldRecordView, ListView, RequestOf } from '@evenkeel/contracts-admin';
import { heldFor, type PairedRecord } from '@evenkeel/domain';
import { Store } from '@evenkeel/ports';
import type { Caller } from '../caller.js';
import { findJob } from '../jobs/find-job.js';
import { toListRequest, toListView } from '../lists/cursor.js';

const GROUP_DIGITS = 8;

/** Records of which a person has to say whether both sides of a job hold them. */
export class ListPairs {
  constructor(private readonly store: Store) {}

  async list(
    { tenantId }: Caller,
    { job: reference, ...query }: RequestOf<'listPairs'>,
  ): Promise<ListView<HeldRecordView>> {
    const request = toListRequest('pairs', query);
    return this.store.of(tenantId).transaction(async (tx) => {
      const job = await findJob(tx, reference);
      const pairing = await tx.pairings.find(job.id);
      // Until it was carried out nothing is left of it.
      if (pairing?.state !== 'carried_out' || pairing.planId === null) return { items: [], next: null };
      return toListView('pairs', await tx.pairings.held(pairing.planId, request), viewPair);
    });
  }
}

export function viewPair(record: PairedRecord): HeldRecordView {
  const { side, id, key, decided, partner } = record;
  return {
    side,
    id,
    group: key?.slice(0, GROUP_DIGITS) ?? null,
    why: heldFor(record) ?? 'ambiguous',
    decided,
    // Of several it is none yet.
    partner: decided === null && heldFor(record) === 'ambiguous' ? null : partner,
  };
}

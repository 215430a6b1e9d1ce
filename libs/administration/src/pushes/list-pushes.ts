import type { ListView, PushSummary, PushView, RequestOf } from '@evenkeel/contracts-admin';
import { INTENT_STATES, SyncError, type IntentState } from '@evenkeel/domain';
import { Store, type StoredIntent, type Transaction } from '@evenkeel/ports';
import type { Caller } from '../caller.js';
import { jobNamesOf } from '../failures/job-names.js';
import { findJobEver } from '../jobs/find-job.js';
import { toListRequest, toListView } from '../lists/cursor.js';

/** Writes to providers, and what became of each. */
export class ListPushes {
  constructor(private readonly store: Store) {}

  /** Oldest first. */
  async list(
    { tenantId }: Caller,
    { job, record, state, ...query }: RequestOf<'listPushes'>,
  ): Promise<ListView<PushSummary>> {
    const request = toListRequest('pushes', query);
    return this.store.of(tenantId).transaction(async (tx) => {
      const filter = {
        ...(job === undefined ? {} : { jobId: (await findJobEver(tx, job)).id }),
        ...(record === undefined ? {} : { recordId: record }),
        ...(state === 'all' ? {} : { states: statesOf(state) }),
      };
      const listed = await tx.pushIntents.list(filter, request);
      const nameOf = await jobNamesOf(tx, listed.items);
      return toListView('pushes', listed, (intent) => toSummary(intent, nameOf(intent.jobId)));
    });
  }

  async show({ tenantId }: Caller, { push: id }: RequestOf<'showPush'>): Promise<PushView> {
    return this.store.of(tenantId).transaction(async (tx) => viewPush(tx, await findPush(tx, id)));
  }
}

/** Rejects with `request.not_found`. */
export async function findPush(tx: Transaction, id: string): Promise<StoredIntent> {
  const found = await tx.pushIntents.find(id);
  if (found === undefined) throw new SyncError('request.not_found', `There is no push ${id}`);
  return found;
}

export async function viewPush(tx: Transaction, intent: StoredIntent): Promise<PushView> {
  const nameOf = await jobNamesOf(tx, [intent]);
  return {
    ...toSummary(intent, nameOf(intent.jobId)),
    data: { ...intent.operation.data },
    result: intent.result === null ? null : (intent.result as unknown as NonNullable<PushView['result']>),
  };
}

function statesOf(state: IntentState | 'open'): readonly IntentState[] {
  return state === 'open' ? INTENT_STATES.filter((one) => one !== 'applied') : [state];
}

function toSummary(intent: StoredIntent, jobName: string): PushSummary {
  const { id, jobId, executionId, recordId, recordVersion, operation, state, settledBy, settledFor } = intent;
  return {
    id,
    job: { id: jobId, name: jobName },
    executionId,
    recordId,
    recordVersion,
    kind: operation.kind,
    externalId: operation.externalId,
    state,
    plannedAt: intent.plannedAt.toISOString(),
    sentAt: intent.sentAt?.toISOString() ?? null,
    answeredAt: intent.answeredAt?.toISOString() ?? null,
    settledBy,
    settledFor,
  };
}

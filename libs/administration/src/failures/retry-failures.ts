import type { RequestOf, RetryView } from '@evenkeel/contracts-admin';
import { isOpen, SyncError, type FailureId, type JobId, type RecordFailure } from '@evenkeel/domain';
import { acceptTrigger } from '@evenkeel/operations';
import { Digest, Ids, Store, type StoredTrigger, type Transaction } from '@evenkeel/ports';
import type { Caller, Terms } from '../caller.js';
import { assertJobIsThere, findJob } from '../jobs/find-job.js';
import { readKeyed, type KeyedRequest, type RunRequestWithKey } from '../runs/keyed-request.js';
import { viewTrigger } from '../runs/trigger-view.js';
import { toFailureFilter } from './failure-filter.js';
import { findFailure } from './list-failures.js';

/** Failures that one run takes. */
const MOST_RETRIED = 10_000;

/** Asks for a run of what failed before: it goes beside whatever runs, and closes what it can apply. */
export class RetryFailuresUseCase {
  constructor(
    private readonly store: Store,
    private readonly ids: Ids,
    private readonly digest: Digest,
  ) {}

  /** Rejects with `request.wrong_state` if the failure is not open. */
  async retryOne(
    { tenantId, actor }: Caller,
    { failure: id }: RequestOf<'retryFailure'>,
    { key }: Terms,
  ): Promise<RetryView> {
    return this.store.of(tenantId).transaction(async (tx) => {
      const failure = await findFailure(tx, id);
      const { jobId } = failure;
      const request = await this.read(tx, { jobId, key, says: ['retry', id] });
      if (request.earlier !== undefined) return viewRetry(tx, request.earlier);
      assertOpen(failure);
      return this.request(tx, request, { jobId, failureIds: [id], actor });
    });
  }

  /** Rejects with `request.not_found` if none is open. */
  async retryMany(
    { tenantId, actor }: Caller,
    wanted: RequestOf<'retryFailures'>,
    { key }: Terms,
  ): Promise<RetryView> {
    return this.store.of(tenantId).transaction(async (tx) => {
      const job = await findJob(tx, wanted.job);
      const { state, code, group } = wanted;
      const says = ['retry of', state, code, group];
      const request = await this.read(tx, { jobId: job.id, key, says });
      const filter = await toFailureFilter(tx, { ...wanted, job: job.id });
      const ids = await tx.failures.listIds(filter, MOST_RETRIED + 1);
      const more = ids.length > MOST_RETRIED;
      if (request.earlier !== undefined) return viewRetry(tx, request.earlier, more);
      if (ids.length === 0)
        throw new SyncError('request.not_found', `Job ${job.name} has no such failure that is open`);
      const failureIds = ids.slice(0, MOST_RETRIED);
      return { ...(await this.request(tx, request, { jobId: job.id, failureIds, actor })), more };
    });
  }

  /** What became of a request with this key before, if it came. */
  read(tx: Transaction, request: RunRequestWithKey): Promise<KeyedRequest> {
    return readKeyed(tx, { ids: this.ids, digest: this.digest }, request);
  }

  /** One run of these, in the caller's transaction. */
  async request(
    tx: Transaction,
    { id, asked }: KeyedRequest,
    { jobId, failureIds, actor }: FailuresToRetry,
  ): Promise<RetryView> {
    await assertJobIsThere(tx, jobId);
    const named = { externalIds: null, failureIds, mode: null } as const;
    await acceptTrigger(tx, { id, jobId, kind: 'retry', actor, ...named, asked });
    await tx.failures.note(failureIds, null, { kind: 'retried', at: (await tx.now()).toISOString(), actor });
    const trigger = await tx.triggers.find(id);
    if (trigger === undefined) throw new Error('A trigger that was just stored is not there');
    return viewRetry(tx, trigger);
  }
}

interface FailuresToRetry {
  readonly jobId: JobId;
  readonly failureIds: readonly FailureId[];
  readonly actor: string;
}

export async function viewRetry(tx: Transaction, trigger: StoredTrigger, more = false): Promise<RetryView> {
  return { trigger: await viewTrigger(tx, trigger), failures: trigger.failureIds?.length ?? 0, more };
}

/** Throws `request.wrong_state`. */
export function assertOpen(failure: RecordFailure): void {
  if (isOpen(failure)) return;
  const { id, state } = failure;
  throw new SyncError(
    'request.wrong_state',
    state === 'resolved'
      ? `Failure ${id} is resolved: its record was applied`
      : `Failure ${id} is discarded: it opens again when the provider sends another payload`,
  );
}

import { Injectable } from '@nestjs/common';
import type { RetryFailure, RetryFailures, RetryView } from '@evenkeel/contracts-http';
import { runRequested } from '@evenkeel/contracts-messages';
import { isOpen, SyncError, type FailureId, type JobId, type RecordFailure } from '@evenkeel/domain';
import { Ids, Store, type Transaction } from '@evenkeel/ports';
import { assertJobIsThere, findJob } from '../jobs/find-job.js';
import { viewTrigger } from '../runs/trigger-view.js';
import { toFailureFilter } from './failure-filter.js';
import { findFailure } from './list-failures.js';

/** Failures that one run takes. */
const MOST_RETRIED = 10_000;

/** Asks for a run of what failed before: it goes beside whatever runs, and closes what it can apply. */
@Injectable()
export class RetryFailuresUseCase {
  constructor(
    private readonly store: Store,
    private readonly ids: Ids,
  ) {}

  /** Rejects with `request.wrong_state` if the failure is not open. */
  async retryOne(id: FailureId, { actor }: RetryFailure): Promise<RetryView> {
    return this.store.transaction(async (tx) => {
      const failure = await findFailure(tx, id);
      assertOpen(failure);
      return this.request(tx, failure.jobId, [id], actor);
    });
  }

  /** Rejects with `request.not_found` if none is open. */
  async retryMany({ actor, ...wanted }: RetryFailures): Promise<RetryView> {
    return this.store.transaction(async (tx) => {
      const job = await findJob(tx, wanted.job);
      const filter = await toFailureFilter(tx, { ...wanted, job: job.id });
      const ids = await tx.failures.listIds(filter, MOST_RETRIED + 1);
      if (ids.length === 0)
        throw new SyncError('request.not_found', `Job ${job.name} has no such failure that is open`);
      return this.request(tx, job.id, ids, actor);
    });
  }

  /** One run of these, in the caller's transaction. */
  async request(tx: Transaction, jobId: JobId, ids: readonly FailureId[], actor: string): Promise<RetryView> {
    await assertJobIsThere(tx, jobId);
    const failureIds = ids.slice(0, MOST_RETRIED);
    const id = this.ids.next();
    const named = { externalIds: null, failureIds, mode: null } as const;
    await tx.triggers.insert({ id, jobId, kind: 'retry', actor, ...named });
    await tx.outbox.add(runRequested, [{ triggerId: id, jobId }]);
    await tx.failures.note(failureIds, null, { kind: 'retried', at: (await tx.now()).toISOString(), actor });
    const trigger = await tx.triggers.find(id);
    if (trigger === undefined) throw new Error('A trigger that was just stored is not there');
    return {
      trigger: await viewTrigger(tx, trigger),
      failures: failureIds.length,
      more: ids.length > failureIds.length,
    };
  }
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

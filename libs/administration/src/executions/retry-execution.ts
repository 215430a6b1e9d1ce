import type { ExecutionView, RequestOf, TriggerView } from '@evenkeel/contracts-admin';
import { isRetriable, retryTrigger, SyncError, type Execution } from '@evenkeel/domain';
import { acceptTrigger } from '@evenkeel/operations';
import { Digest, Ids, Logger, Store } from '@evenkeel/ports';
import type { Caller, Terms } from '../caller.js';
import { assertJobIsThere } from '../jobs/find-job.js';
import { readKeyed } from '../runs/keyed-request.js';
import { viewTrigger } from '../runs/trigger-view.js';
import { findExecution, lockExecution } from './find-execution.js';
import { viewExecution } from './show-execution.js';

/** Tries an ended execution again as a whole, or gives it up: what a person does about one that is a dead letter. */
export class RetryExecutionUseCase {
  constructor(
    private readonly store: Store,
    private readonly ids: Ids,
    private readonly digest: Digest,
    private readonly log: Logger,
  ) {}

  /** Rejects with `request.wrong_state` for one that goes on, did what it should, or carried out a plan. */
  async retry(
    { tenantId, actor }: Caller,
    { execution: id }: RequestOf<'retryExecution'>,
    { key }: Terms,
  ): Promise<TriggerView> {
    return this.store.of(tenantId).transaction(async (tx) => {
      const execution = await lockExecution(tx, id);
      const { ids, digest } = this;
      const says = ['retry execution', id];
      const request = await readKeyed(tx, { ids, digest }, { jobId: execution.jobId, key, says });
      if (request.earlier !== undefined) return viewTrigger(tx, request.earlier);
      const asked = await tx.triggers.find(execution.triggerId);
      if (!isRetriable(execution) || asked === undefined) throw refusal(execution, 'tried again');
      await assertJobIsThere(tx, execution.jobId);
      const deadLetter = execution.retry.deadLetter === null ? null : 'retried';
      await tx.executions.save({
        ...execution,
        retry: { ...execution.retry, nextAttemptAt: null, deadLetter },
      });
      const trigger = retryTrigger(asked, execution, { id: request.id, actor });
      await acceptTrigger(tx, { ...trigger, asked: request.asked });
      const stored = await tx.triggers.find(trigger.id);
      if (stored === undefined) throw new Error('A trigger that was just stored is not there');
      return viewTrigger(tx, stored);
    });
  }

  /** Rejects with `request.wrong_state` for one that neither waits for a retry nor exhausted them. */
  async discard(
    { tenantId, actor }: Caller,
    { execution: id, reason }: RequestOf<'discardExecution'>,
  ): Promise<ExecutionView> {
    const view = await this.store.of(tenantId).transaction(async (tx) => {
      const execution = await lockExecution(tx, id);
      const { retry } = execution;
      if (retry.nextAttemptAt === null && retry.deadLetter !== 'dead') throw refusal(execution, 'discarded');
      await tx.executions.save({
        ...execution,
        retry: { ...retry, nextAttemptAt: null, deadLetter: 'discarded', note: { actor, reason } },
      });
      return viewExecution(tx, await findExecution(tx, id));
    });
    this.log.info('execution discarded', { executionId: id, actor });
    return view;
  }
}

function refusal({ status, retry }: Execution, what: string): SyncError {
  const state = retry.deadLetter === null ? status : `${status}, ${retry.deadLetter}`;
  return new SyncError('request.wrong_state', `An execution that is ${state} cannot be ${what}`);
}

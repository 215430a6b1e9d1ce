import type { SyncRequested } from '@evenkeel/contracts-messages';
import { OPEN_FAILURE_STATES, readPeriod, type FailureId, type JobId, type Trigger } from '@evenkeel/domain';
import { assertRunFits } from '@evenkeel/operations';
import type { Transaction } from '@evenkeel/ports';
import { findJob } from './find-named.js';

/** Failures that one run takes. */
const MOST_RETRIED = 10_000;

/**
 * The trigger that a message asks for; undefined where there is nothing to do: no failure of the job is open. Rejects with
 * `request.not_found`, `request.wrong_state`, `request.plan_expired`, `request.invalid` or `config.outbound_unsupported`.
 */
export async function placeRun(
  tx: Transaction,
  asked: SyncRequested,
  { id, actor }: Pick<Trigger, 'id' | 'actor'>,
): Promise<Trigger | undefined> {
  const job = await findJob(tx, asked.job);
  const { mode = null, externalIds, planId = null, preview = false, priority = null } = asked;
  const failureIds = asked.scope === 'partial' ? await failuresOf(tx, job.id, actor) : null;
  if (failureIds?.length === 0) return undefined;
  const trigger: Trigger = {
    ...{ id, jobId: job.id, kind: 'event', actor, mode, planId, preview, priority, failureIds },
    externalIds: externalIds === undefined ? null : [...new Set(externalIds)],
    period: readPeriod(asked),
  };
  await assertRunFits(tx, job, trigger);
  return trigger;
}

/** What the job is to try again, with a word of it in the history of each. */
async function failuresOf(tx: Transaction, jobId: JobId, actor: string): Promise<readonly FailureId[]> {
  const failureIds = await tx.failures.listIds({ states: OPEN_FAILURE_STATES, jobId }, MOST_RETRIED);
  await tx.failures.note(failureIds, null, { kind: 'retried', at: (await tx.now()).toISOString(), actor });
  return failureIds;
}

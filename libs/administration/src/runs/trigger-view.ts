import type { TriggerView } from '@evenkeel/contracts-admin';
import type { AdmissionWait } from '@evenkeel/domain';
import { readAdmission } from '@evenkeel/operations';
import type { StoredTrigger, Transaction } from '@evenkeel/ports';

export async function viewTrigger(tx: Transaction, trigger: StoredTrigger): Promise<TriggerView> {
  return triggerToView(trigger, await waitOf(tx, trigger));
}

function triggerToView(trigger: StoredTrigger, waitsFor: AdmissionWait | null): TriggerView {
  const { id, jobId, kind, actor, mode, externalIds, state, executionId, acceptedAt } = trigger;
  const { preview = false, planId = null, period = null } = trigger;
  return {
    id,
    jobId,
    kind,
    actor,
    mode,
    externalIds: externalIds === null ? null : [...externalIds],
    preview,
    planId,
    period,
    state,
    executionId,
    waitsFor,
    acceptedAt: acceptedAt.toISOString(),
  };
}

/** Why an accepted trigger is not answered yet; null where nothing keeps it. */
async function waitOf(tx: Transaction, trigger: StoredTrigger): Promise<AdmissionWait | null> {
  if (trigger.state !== 'accepted') return null;
  const job = await tx.jobs.find(trigger.jobId);
  return job === undefined ? null : readAdmission(tx, trigger, job);
}

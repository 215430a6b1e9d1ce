import type { TriggerView } from '@evenkeel/contracts-admin';
import { decideAdmission, type AdmissionWait } from '@evenkeel/domain';
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
async function waitOf(tx: Transaction, { state, jobId, kind }: StoredTrigger): Promise<AdmissionWait | null> {
  if (state !== 'accepted') return null;
  const job = await tx.jobs.find(jobId);
  const connection = job && (await tx.connections.find(job.connectionId));
  if (connection === undefined) return null;
  return decideAdmission(kind, { controls: await tx.controls.ofJob(jobId), status: connection.status });
}

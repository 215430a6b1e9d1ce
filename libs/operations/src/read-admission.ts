import {
  decideAdmission,
  isPairingDue,
  pairs,
  referenceSetOf,
  type AdmissionWait,
  type Job,
  type Trigger,
} from '@evenkeel/domain';
import type { Transaction } from '@evenkeel/ports';

/** Why a request for a run stays accepted and is answered later; null: it may be answered now. */
export async function readAdmission(
  tx: Transaction,
  trigger: Pick<Trigger, 'kind' | 'externalIds' | 'failureIds'>,
  job: Pick<Job, 'id' | 'connectionId'>,
): Promise<AdmissionWait | null> {
  const connection = await tx.connections.find(job.connectionId);
  const controls = await tx.controls.ofJob(job.id);
  const isPairing = namesRecords(trigger) && (await tx.pairings.isOpen(job.id));
  return decideAdmission(trigger.kind, { controls, status: connection?.status ?? 'active', isPairing });
}

/** Keeps that a request names records of a job whose two sides hold records of which it is not known yet which are one. The job must be locked. */
export async function noteUnpaired(tx: Transaction, trigger: Named, job: Job): Promise<void> {
  if (!namesRecords(trigger) || !pairs(job.definition)) return;
  const pairing = await tx.pairings.find(job.id);
  if (pairing !== undefined) return;
  const isUnpaired = await tx.agreements.isUnpaired(referenceSetOf(job));
  if (isPairingDue(job.definition, pairing, isUnpaired)) await tx.pairings.want(job.id);
}

type Named = Pick<Trigger, 'externalIds' | 'failureIds'>;

function namesRecords({ externalIds, failureIds = null }: Named): boolean {
  return externalIds !== null || failureIds !== null;
}

import { isPairingDue, pairs, referenceSetOf, type Job, type Lane } from '@evenkeel/domain';
import type { Transaction } from '@evenkeel/ports';
import type { ReadScope } from './read-scope.js';

/** What a run reads that finds out which records of both sides are one. */
export function pairingScope({ definition }: Pick<Job, 'definition'>): ReadScope {
  // The listing of a job that only writes says nothing of what is gone here.
  const isRead = definition.direction === 'bidirectional';
  return { scope: isRead ? { kind: 'full' } : { kind: 'push', select: 'all' }, scopeNote: PAIRING_NOTE };
}

const PAIRING_NOTE =
  'Both sides hold records: which of them are one is found first, and waits for an approval';

/** Whether a run of the job that begins now in this lane is to find out which records of both sides are one. */
export async function readPairing(tx: Transaction, job: Job, lane: Lane): Promise<boolean> {
  if (!pairs(job.definition) || (lane !== 'bulk' && lane !== 'preview')) return false;
  const pairing = await tx.pairings.find(job.id);
  return isPairingDue(job.definition, pairing, await tx.agreements.isUnpaired(referenceSetOf(job)));
}

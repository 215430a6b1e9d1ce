import type { HeldRecordView, RequestOf } from '@evenkeel/contracts-admin';
import { referenceSetOf, decideHeldPair, SyncError, type Job, type PlanId } from '@evenkeel/domain';
import { acceptTrigger } from '@evenkeel/operations';
import { Ids, Logger, Store, type Transaction } from '@evenkeel/ports';
import type { Caller } from '../caller.js';
import { findJob } from '../jobs/find-job.js';
import { viewPair } from './list-pairs.js';

/** What a person says of records that may be one. */
export class DecidePairUseCase {
  constructor(
    private readonly store: Store,
    private readonly ids: Ids,
    private readonly log: Logger,
  ) {}

  /** Rejects with `request.wrong_state` where the plan of the pairing was not carried out, or one of them has been paired meanwhile. */
  async decide(
    { tenantId, actor }: Caller,
    { job: reference, recordId, externalId }: RequestOf<'decidePair'>,
  ): Promise<HeldRecordView> {
    const view = await this.store.of(tenantId).transaction(async (tx) => {
      const job = await findJob(tx, reference);
      const pairing = await tx.pairings.find(job.id);
      const decided = decideHeldPair({ recordId, externalId }, pairing);
      const planId = pairing!.planId!;
      await assertFree(tx, job, recordId);
      for (const record of decided) if (!(await tx.pairings.decide(planId, record))) throw notHeld(record.id);
      if (recordId !== null && externalId === null) await tx.pushAnswers.keepChanges(job.id, [recordId]);
      if (job.definition.direction === 'outbound') await attachNow(tx, job, { recordId, externalId });
      else if (externalId !== null) await this.readAgain(tx, job, { externalId, actor });
      return viewOf(tx, planId, decided[0]!);
    });
    this.log.info('pair decided', { job: reference, recordId, externalId, actor });
    return view;
  }

  /** What becomes of it is decided where it is read. */
  private async readAgain(
    tx: Transaction,
    { id: jobId }: Job,
    { externalId, actor }: { readonly externalId: string; readonly actor: string },
  ): Promise<void> {
    const id = this.ids.next();
    await acceptTrigger(tx, { id, jobId, kind: 'manual', actor, externalIds: [externalId], mode: null });
  }
}

/** A job that only writes does not read it again: it is one from now on, and the next push writes it. */
async function attachNow(
  tx: Transaction,
  job: Job,
  { recordId, externalId }: Pick<RequestOf<'decidePair'>, 'recordId' | 'externalId'>,
): Promise<void> {
  if (recordId === null || externalId === null) return;
  await tx.pairings.attach(referenceSetOf(job), [{ recordId, externalId }], job.revision);
  await tx.pushAnswers.keepChanges(job.id, [recordId]);
}

/** Locked, so that nothing else pairs it meanwhile. */
async function assertFree(tx: Transaction, job: Job, recordId: string | null): Promise<void> {
  if (recordId === null) return;
  if (!/^\d{1,18}$/.test(recordId)) throw notHeld(recordId);
  const free = await tx.pairings.lockFree(referenceSetOf(job), [recordId]);
  if (free.has(recordId)) return;
  const message = `Record ${recordId} is gone, or has a record of the provider already`;
  throw new SyncError('request.wrong_state', message);
}

function notHeld(id: string): SyncError {
  return new SyncError(
    'request.not_found',
    `${id} is none of the records that wait for that: \`evenkeel pairs list\``,
  );
}

async function viewOf(
  tx: Transaction,
  planId: PlanId,
  { side, id }: { readonly side: 'here' | 'there'; readonly id: string },
): Promise<HeldRecordView> {
  const found = (await tx.pairings.ofIds(planId, side, [id])).get(id);
  if (found === undefined) throw notHeld(id);
  return viewPair(found);
}

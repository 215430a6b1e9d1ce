import {
  decideScope,
  isAhead,
  mendWatermark,
  NOT_TRIED_UNASKED,
  type Job,
  type Scope,
  type Trigger,
  type Watermark,
} from '@evenkeel/domain';
import type { Transaction } from '@evenkeel/ports';

/** Of more failures than this the oldest are tried again; the others have their turn in the next run. */
const MOST_RETRIED = 10_000;

/** What a run of the job that begins now is to read. */
export async function readScope(
  tx: Transaction,
  job: Job,
  { trigger, now }: { readonly trigger: Trigger; readonly now: Date },
): Promise<Scope> {
  const watermark = await believedWatermark(tx, job, now);
  const scope = decideScope(job, trigger, watermark);
  if (scope.kind !== 'incremental' || scope.backfill !== undefined) return scope;
  const due = { jobId: job.id, states: ['retrying'], exceptCodes: NOT_TRIED_UNASKED } as const;
  const retrying = await tx.failures.listIds(due, MOST_RETRIED);
  return decideScope(job, trigger, watermark, retrying);
}

/** A watermark that a provider's clock, or a person, has put into the future would hide what changes before it. */
async function believedWatermark(tx: Transaction, { id }: Job, now: Date): Promise<Watermark | undefined> {
  const watermark = await tx.watermarks.find(id);
  if (watermark === undefined || !isAhead(watermark, now)) return watermark;
  const [saved] = (await tx.watermarks.history(id, { after: null, limit: 1 })).items;
  return mendWatermark(watermark, saved?.savedAt ?? now, now);
}

import type { RequestOf, TriggerView } from '@evenkeel/contracts-admin';
import { readPeriod, type Trigger } from '@evenkeel/domain';
import { acceptTrigger, assertRunFits } from '@evenkeel/operations';
import { Digest, Ids, Store, type StoredTrigger } from '@evenkeel/ports';
import type { Caller, Terms } from '../caller.js';
import { findJob } from '../jobs/find-job.js';
import { keyReused } from './keyed-request.js';
import { viewTrigger } from './trigger-view.js';
import { triggerIdFor } from './trigger-id.js';

/** Accepts a run: the trigger and its message are committed before the caller hears of it. */
export class RequestRunUseCase {
  constructor(
    private readonly store: Store,
    private readonly ids: Ids,
    private readonly digest: Digest,
  ) {}

  /** Rejects with `request.key_reused` when the key was sent before with something else. */
  async request(
    caller: Caller,
    { job: reference, ...request }: RequestOf<'requestRun'>,
    { key }: Terms,
  ): Promise<TriggerView> {
    const { mode = null, planId = null, externalIds } = request;
    return this.accept(
      caller,
      { reference, key },
      {
        externalIds: externalIds === undefined ? null : [...new Set(externalIds)],
        mode,
        planId,
        period: readPeriod(request),
      },
    );
  }

  /** A run that only makes its plan. */
  async preview(
    caller: Caller,
    { job: reference, mode }: RequestOf<'requestPreview'>,
    { key }: Terms,
  ): Promise<TriggerView> {
    return this.accept(caller, { reference, key }, { externalIds: null, mode: mode ?? null, preview: true });
  }

  private async accept(
    { tenantId, actor }: Caller,
    { reference, key }: { readonly reference: string; readonly key: string | undefined },
    wanted: Omit<Trigger, 'id' | 'jobId' | 'kind' | 'actor'>,
  ): Promise<TriggerView> {
    return this.store.of(tenantId).transaction(async (tx) => {
      const job = await findJob(tx, reference);
      const id = key === undefined ? this.ids.next() : triggerIdFor(this.digest, job.id, key);
      const trigger: Trigger = { id, jobId: job.id, kind: 'manual', actor, ...wanted };
      const earlier = key === undefined ? undefined : await tx.triggers.find(id);
      if (earlier !== undefined) return viewTrigger(tx, sameRequest(earlier, trigger));
      await assertRunFits(tx, job, trigger);
      await acceptTrigger(tx, trigger);
      const stored = await tx.triggers.find(id);
      if (stored === undefined) throw new Error('A trigger that was just stored is not there');
      return viewTrigger(tx, stored);
    });
  }
}

function sameRequest(earlier: StoredTrigger, trigger: Trigger): StoredTrigger {
  const same = contentOf(earlier) === contentOf(trigger);
  if (same) return earlier;
  throw keyReused();
}

function contentOf({
  kind,
  mode,
  externalIds,
  preview = false,
  planId = null,
  period = null,
}: Trigger): string {
  return JSON.stringify([kind, mode, externalIds, preview, planId, period?.from, period?.to]);
}

import { Injectable } from '@nestjs/common';
import type { RequestRun, TriggerView } from '@evenkeel/contracts-http';
import { runRequested } from '@evenkeel/contracts-messages';
import { SyncError, type Trigger } from '@evenkeel/domain';
import { Digest, Ids, Store, type StoredTrigger } from '@evenkeel/ports';
import { findJob } from '../jobs/find-job.js';
import { viewTrigger } from './trigger-view.js';
import { triggerIdFor } from './trigger-id.js';

/** Accepts a run: the trigger and its message are committed before the caller hears of it. */
@Injectable()
export class RequestRunUseCase {
  constructor(
    private readonly store: Store,
    private readonly ids: Ids,
    private readonly digest: Digest,
  ) {}

  /** Rejects with `request.key_reused` when the key was sent before with something else. */
  async request(reference: string, request: RequestRun, key: string | undefined): Promise<TriggerView> {
    return this.store.transaction(async (tx) => {
      const job = await findJob(tx, reference);
      const id = key === undefined ? this.ids.next() : triggerIdFor(this.digest, job.id, key);
      const trigger: Trigger = {
        id,
        jobId: job.id,
        kind: 'manual',
        actor: request.actor,
        externalIds: request.externalIds === undefined ? null : [...new Set(request.externalIds)],
        mode: request.mode ?? null,
      };
      const earlier = key === undefined ? undefined : await tx.triggers.find(id);
      if (earlier !== undefined) return viewTrigger(tx, sameRequest(earlier, trigger));
      await tx.triggers.insert(trigger);
      await tx.outbox.add(runRequested, [{ triggerId: id, jobId: job.id }]);
      const stored = await tx.triggers.find(id);
      if (stored === undefined) throw new Error('A trigger that was just stored is not there');
      return viewTrigger(tx, stored);
    });
  }
}

function sameRequest(earlier: StoredTrigger, trigger: Trigger): StoredTrigger {
  const same =
    earlier.mode === trigger.mode &&
    JSON.stringify(earlier.externalIds) === JSON.stringify(trigger.externalIds);
  if (same) return earlier;
  throw new SyncError('request.key_reused', 'This Idempotency-Key was sent before with a different request');
}

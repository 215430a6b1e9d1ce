import type { RequestOf, TriggerView } from '@evenkeel/contracts-admin';
import { SyncError } from '@evenkeel/domain';
import { Store } from '@evenkeel/ports';
import type { Caller } from '../caller.js';
import { viewTrigger } from './trigger-view.js';

export class ShowTrigger {
  constructor(private readonly store: Store) {}

  async show({ tenantId }: Caller, { trigger: id }: RequestOf<'showTrigger'>): Promise<TriggerView> {
    return this.store.of(tenantId).transaction(async (tx) => {
      const trigger = await tx.triggers.find(id);
      if (trigger === undefined) throw new SyncError('request.not_found', `There is no trigger ${id}`);
      return viewTrigger(tx, trigger);
    });
  }
}

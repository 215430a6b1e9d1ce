import type { PushView, RequestOf } from '@evenkeel/contracts-admin';
import { settleByHand, SyncError } from '@evenkeel/domain';
import { Logger, Store } from '@evenkeel/ports';
import type { Caller } from '../caller.js';
import { findPush, viewPush } from './list-pushes.js';

/** What a person says of a write whose answer was lost. */
export class SettlePushUseCase {
  constructor(
    private readonly store: Store,
    private readonly log: Logger,
  ) {}

  /** Rejects with `request.wrong_state` where it was answered, or settled, meanwhile. */
  async settle(
    { tenantId, actor }: Caller,
    { push: id, outcome, externalId, reason }: RequestOf<'settlePush'>,
  ): Promise<PushView> {
    const view = await this.store.of(tenantId).transaction(async (tx) => {
      const result = settleByHand(await findPush(tx, id), { outcome, externalId });
      if (!(await tx.pushIntents.settle(id, { result, actor, reason })))
        throw new SyncError('request.wrong_state', `What became of push ${id} is no question any more`);
      return viewPush(tx, await findPush(tx, id));
    });
    this.log.info('push settled', { pushId: id, actor, outcome });
    return view;
  }
}

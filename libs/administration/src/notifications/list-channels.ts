import type { NotificationChannelView, RequestOf } from '@evenkeel/contracts-admin';
import { Store } from '@evenkeel/ports';
import type { Caller } from '../caller.js';
import { channelToView } from './channel-view.js';
import { findChannel } from './find-channel.js';

/** Where people are told what happens. */
export class ListChannels {
  constructor(private readonly store: Store) {}

  async list({ tenantId }: Caller): Promise<{ readonly items: NotificationChannelView[] }> {
    return this.store.of(tenantId).transaction(async (tx) => {
      const items: NotificationChannelView[] = [];
      for (const channel of await tx.channels.list()) items.push(await channelToView(tx, channel));
      return { items };
    });
  }

  /** Rejects with `request.not_found`. */
  async show(
    { tenantId }: Caller,
    { channel }: RequestOf<'showNotificationChannel'>,
  ): Promise<NotificationChannelView> {
    return this.store
      .of(tenantId)
      .transaction(async (tx) => channelToView(tx, await findChannel(tx, channel)));
  }
}

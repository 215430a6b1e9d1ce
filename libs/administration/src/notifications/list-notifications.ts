import type { ListView, NotificationView, RequestOf } from '@evenkeel/contracts-admin';
import { SyncError } from '@evenkeel/domain';
import { Ids, Store } from '@evenkeel/ports';
import type { Caller } from '../caller.js';
import { toListRequest, toListView } from '../lists/cursor.js';
import { findChannel } from './find-channel.js';
import { notificationToView } from './notification-view.js';

/** What people were told, and a test of whether they would be. */
export class ListNotifications {
  constructor(
    private readonly store: Store,
    private readonly ids: Ids,
  ) {}

  /** Rejects with `request.not_found` where there is no such channel. */
  async list(
    { tenantId }: Caller,
    { channel, ...query }: RequestOf<'listNotifications'>,
  ): Promise<ListView<NotificationView>> {
    const request = toListRequest('notifications', query);
    return this.store.of(tenantId).transaction(async (tx) => {
      const channelId = channel === undefined ? null : (await findChannel(tx, channel)).id;
      const listed = await tx.notificationDeliveries.list(channelId, request);
      return toListView('notifications', listed, notificationToView);
    });
  }

  /** Rejects with `request.not_found`. */
  async show(
    { tenantId }: Caller,
    { notification: id }: RequestOf<'showNotification'>,
  ): Promise<NotificationView> {
    const found = await this.store.of(tenantId).transaction((tx) => tx.notificationDeliveries.find(id));
    if (found === undefined) throw new SyncError('request.not_found', `There is no notification ${id}`);
    return notificationToView(found);
  }

  /** Nothing is sent from here: it goes the way of all notifications. Rejects with `request.not_found`. */
  async test(
    { tenantId }: Caller,
    { channel: reference }: RequestOf<'testNotificationChannel'>,
  ): Promise<NotificationView> {
    const id = this.ids.next();
    return this.store.of(tenantId).transaction(async (tx) => {
      const { id: channelId } = await findChannel(tx, reference);
      const now = await tx.now();
      const about = { jobId: null, job: null, connectionId: null, connection: null };
      const news = { about, at: now.toISOString(), facts: {} };
      await tx.notifications.add({ id, channelId, kind: 'test', news, dueAt: now });
      const added = await tx.notificationDeliveries.find(id);
      if (added === undefined) throw new SyncError('system.unexpected', 'The test is not there');
      return notificationToView(added);
    });
  }
}

import { USUAL_KINDS, type NotificationChannel, type TenantId } from '@evenkeel/domain';
import type { NewNotification } from '@evenkeel/ports';
import { newId } from './store-fixtures.js';

export function someChannel(
  tenantId: TenantId,
  changes: Partial<NotificationChannel> = {},
): NotificationChannel {
  return {
    ...{ id: newId(), tenantId, name: 'ops', kind: 'slack', place: 'https://hooks.example', mail: null },
    ...{ subscriptions: [{ kinds: USUAL_KINDS, about: null }], digestMinutes: 15, revision: 1 },
    ...changes,
  };
}

/** About nothing, due at once. */
export function someNotification(
  channelId: string,
  dueAt: Date,
  changes: Partial<NewNotification> = {},
): NewNotification {
  const about = { jobId: null, job: null, connectionId: null, connection: null };
  const news = { about, at: dueAt.toISOString(), facts: {} };
  return { id: newId(), channelId, kind: 'test', news, dueAt, ...changes };
}

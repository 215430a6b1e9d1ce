import type {
  DeliveryAttempt,
  FailedDelivery,
  Listed,
  ListRequest,
  NotificationDeliveryRepository,
  StoredNotification,
} from '@evenkeel/ports';
import type { Session } from '../database/session.js';
import { listed } from '../table/keyset.js';
import { NOTIFICATION_COLUMNS, notificationFromRow, type NotificationRow } from './notification-row.js';

const OF_TENANT = `select ${NOTIFICATION_COLUMNS} from notification n join notification_channel c on c.id = n.channel_id where n.tenant_id = $1`;

const CLAIM = `
  update notification n set attempts = attempts + 1, first_attempt_at = coalesce(first_attempt_at, engine_now()),
    due_at = engine_now() + $3 * interval '1 millisecond'
  from notification_channel c
  where c.id = n.channel_id and n.id = any(array(
    select id from notification where tenant_id = $1 and state = 'waiting' and due_at <= (select engine_now())
    order by due_at, id limit $2 for update skip locked))
  returning ${NOTIFICATION_COLUMNS}`;

/** Of an attempt that has no other one after it: it was not taken for lost. */
const IS_LAST = `tenant_id = $1 and id = $2 and attempts = $3 and state = 'waiting'`;

export class PostgresNotificationDeliveryRepository implements NotificationDeliveryRepository {
  constructor(private readonly session: Session) {}

  async claim(limit: number, leaseMs: number): Promise<readonly StoredNotification[]> {
    const rows = await this.session.rows<NotificationRow>(CLAIM, [this.session.tenant, limit, leaseMs]);
    return rows.map(notificationFromRow);
  }

  async saveSent({ id, channelId, attempt }: DeliveryAttempt): Promise<void> {
    const saved = await this.session.write(
      `update notification set state = 'sent', ended_at = engine_now(), code = null, message = null where ${IS_LAST}`,
      [this.session.tenant, id, attempt],
    );
    if (saved === 0) return;
    await this.session.write(
      `update notification_channel set failing_since = null, failed_for = null
       where tenant_id = $1 and id = $2 and failing_since is not null`,
      [this.session.tenant, channelId],
    );
  }

  async saveFailed(
    { id, channelId, attempt }: DeliveryAttempt,
    { code, message }: FailedDelivery,
    again: Date | null,
  ): Promise<void> {
    const saved = await this.session.write(
      `update notification set code = $4, message = $5, due_at = coalesce($6::timestamptz, due_at),
         state = case when $6::timestamptz is null then 'given_up' else state end,
         ended_at = case when $6::timestamptz is null then engine_now() end
       where ${IS_LAST}`,
      [this.session.tenant, id, attempt, code, message, again],
    );
    if (saved === 0) return;
    await this.session.write(
      `update notification_channel set failing_since = coalesce(failing_since, engine_now()), failed_for = $3
       where tenant_id = $1 and id = $2`,
      [this.session.tenant, channelId, message],
    );
  }

  async find(id: string): Promise<StoredNotification | undefined> {
    const row = await this.session.row<NotificationRow>(`${OF_TENANT} and n.id::text = $2`, [
      this.session.tenant,
      id,
    ]);
    return row && notificationFromRow(row);
  }

  async list(channelId: string | null, request: ListRequest): Promise<Listed<StoredNotification>> {
    const rows = await this.session.rows<NotificationRow>(
      `${OF_TENANT} and ($2::uuid is null or n.channel_id = $2) and ($3::uuid is null or n.id < $3)
       order by n.id desc limit $4`,
      [this.session.tenant, channelId, request.after, request.limit + 1],
    );
    return listed(rows, request, ({ id }) => id, notificationFromRow);
  }
}

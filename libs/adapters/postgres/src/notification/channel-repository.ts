import type { NotificationChannel } from '@evenkeel/domain';
import type { ChannelRepository, StoredChannel } from '@evenkeel/ports';
import type { Session } from '../database/session.js';
import { CHANNEL, channelFromRow, type ReadChannelRow } from './channel-row.js';

const FIND = `select ${CHANNEL.list}, sealed_secret, failing_since, failed_for, changed_at from notification_channel where tenant_id = $1`;
const NAMED = 'and (name = $2 or id::text = $2)';

export class PostgresChannelRepository implements ChannelRepository {
  constructor(private readonly session: Session) {}

  async list(): Promise<readonly StoredChannel[]> {
    const rows = await this.session.rows<ReadChannelRow>(`${FIND} order by name`, [this.session.tenant]);
    return rows.map(channelFromRow);
  }

  async find(nameOrId: string): Promise<StoredChannel | undefined> {
    // A name may look like the id of another one: what is called so comes first.
    const row = await this.session.row<ReadChannelRow>(`${FIND} ${NAMED} order by name = $2 desc limit 1`, [
      this.session.tenant,
      nameOrId,
    ]);
    return row && channelFromRow(row);
  }

  async lock(nameOrId: string): Promise<StoredChannel | undefined> {
    await this.session.row(
      `select id from notification_channel where tenant_id = $1 ${NAMED} order by id for update`,
      [this.session.tenant, nameOrId],
    );
    // A statement of its own: its snapshot must be taken after the lock was granted.
    return this.find(nameOrId);
  }

  async save(channel: NotificationChannel, sealedSecret: string | null): Promise<void> {
    this.session.assertOwn(channel);
    const values = CHANNEL.values(channel);
    // What was changed is taken to work until it is seen not to.
    await this.session.write(
      `insert into notification_channel (${CHANNEL.list}, sealed_secret) values (${CHANNEL.parameters}, $${values.length + 1})
       on conflict (id) do update set (${CHANNEL.list}, sealed_secret, failing_since, failed_for, changed_at) =
         (select ${CHANNEL.of('excluded')}, excluded.sealed_secret, null::timestamptz, null, engine_now())
       where notification_channel.tenant_id = excluded.tenant_id`,
      [...values, sealedSecret],
    );
  }

  async remove(id: string): Promise<void> {
    await this.session.write('delete from notification_channel where tenant_id = $1 and id = $2', [
      this.session.tenant,
      id,
    ]);
  }
}

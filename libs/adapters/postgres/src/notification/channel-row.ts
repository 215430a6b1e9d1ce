import type {
  ChannelKind,
  MailSettings,
  NotificationChannel,
  ChannelSubscription,
  TenantId,
} from '@evenkeel/domain';
import type { StoredChannel } from '@evenkeel/ports';
import { columnsOf, json, jsonOrNull } from '../table/columns.js';

interface ChannelRow {
  id: string;
  tenant_id: TenantId;
  name: string;
  kind: ChannelKind;
  place: string;
  mail: MailSettings | null;
  subscriptions: readonly ChannelSubscription[];
  digest_minutes: number;
  revision: number;
}

export const CHANNEL = columnsOf<ChannelRow, NotificationChannel>({
  id: ({ id }) => id,
  tenant_id: ({ tenantId }) => tenantId,
  name: ({ name }) => name,
  kind: ({ kind }) => kind,
  place: ({ place }) => place,
  mail: ({ mail }) => jsonOrNull(mail),
  subscriptions: ({ subscriptions }) => json(subscriptions),
  digest_minutes: ({ digestMinutes }) => digestMinutes,
  revision: ({ revision }) => revision,
});

export type ReadChannelRow = ChannelRow & {
  readonly sealed_secret: string | null;
  readonly failing_since: Date | null;
  readonly failed_for: string | null;
  readonly changed_at: Date;
};

export function channelFromRow(row: ReadChannelRow): StoredChannel {
  const { id, name, kind, place, mail, subscriptions, revision } = row;
  return {
    ...{ id, name, kind, place, mail, subscriptions, revision },
    tenantId: row.tenant_id,
    digestMinutes: row.digest_minutes,
    sealedSecret: row.sealed_secret,
    failingSince: row.failing_since,
    failedFor: row.failed_for,
    changedAt: row.changed_at,
  };
}

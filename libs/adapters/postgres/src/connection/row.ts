import type {
  Connection,
  ConnectionStatus,
  JsonObject,
  PathChoice,
  Quota,
  RetryPolicy,
} from '@evenkeel/domain';
import { columnsOf, json, jsonOrNull } from '../table/columns.js';

export interface ConnectionRow {
  id: string;
  tenant_id: string;
  name: string;
  connector: string;
  settings: JsonObject;
  quota: Quota | null;
  retry: RetryPolicy | null;
  path: PathChoice;
  status: ConnectionStatus;
  status_reason: string | null;
  revision: number;
}

/** As it is read: how it was removed is written by statements of their own. */
export type ReadConnectionRow = ConnectionRow & { readonly removed_at: Date | null };

export const CONNECTION = columnsOf<ConnectionRow, Connection>({
  id: ({ id }) => id,
  tenant_id: ({ tenantId }) => tenantId,
  name: ({ name }) => name,
  connector: ({ connector }) => connector,
  settings: ({ settings }) => json(settings),
  quota: ({ quota }) => jsonOrNull(quota),
  retry: ({ retry }) => jsonOrNull(retry),
  path: ({ path }) => path,
  status: ({ status }) => status,
  status_reason: ({ statusReason }) => statusReason,
  revision: ({ revision }) => revision,
});

export const CONNECTION_COLUMNS = `${CONNECTION.list}, removed_at`;

export function connectionFromRow(row: ReadConnectionRow): Connection {
  return {
    id: row.id,
    tenantId: row.tenant_id,
    name: row.name,
    connector: row.connector,
    settings: row.settings,
    quota: row.quota,
    retry: row.retry,
    path: row.path,
    status: row.status,
    statusReason: row.status_reason,
    revision: row.revision,
    ...(row.removed_at && { removedAt: row.removed_at }),
  };
}

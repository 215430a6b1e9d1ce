import type { Connection, ConnectionStatus, JsonObject, Quota, RetryPolicy } from '@evenkeel/domain';
import type { Value } from '../database/session.js';

export interface ConnectionRow {
  id: string;
  tenant_id: string;
  name: string;
  connector: string;
  settings: JsonObject;
  quota: Quota | null;
  retry: RetryPolicy | null;
  status: ConnectionStatus;
  status_reason: string | null;
}

export const CONNECTION_COLUMNS =
  'id, tenant_id, name, connector, settings, quota, retry, status, status_reason';

export function connectionFromRow(row: ConnectionRow): Connection {
  return {
    id: row.id,
    tenantId: row.tenant_id,
    name: row.name,
    connector: row.connector,
    settings: row.settings,
    quota: row.quota,
    retry: row.retry,
    status: row.status,
    statusReason: row.status_reason,
  };
}

export function connectionToRow(connection: Connection): Value[] {
  const { id, tenantId, name, connector, settings, quota, retry, status, statusReason } = connection;
  const limits = [quota, retry].map(jsonOrNull);
  return [id, tenantId, name, connector, JSON.stringify(settings), ...limits, status, statusReason];
}

export function jsonOrNull(value: object | null): string | null {
  return value === null ? null : JSON.stringify(value);
}

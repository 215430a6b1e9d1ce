import type { Connection, ConnectionStatus, JsonObject } from '@evenkeel/domain';
import type { Value } from '../connection/session.js';

export interface ConnectionRow {
  id: string;
  tenant_id: string;
  name: string;
  connector: string;
  settings: JsonObject;
  status: ConnectionStatus;
  status_reason: string | null;
}

export const CONNECTION_COLUMNS = 'id, tenant_id, name, connector, settings, status, status_reason';

export function connectionFromRow(row: ConnectionRow): Connection {
  return {
    id: row.id,
    tenantId: row.tenant_id,
    name: row.name,
    connector: row.connector,
    settings: row.settings,
    status: row.status,
    statusReason: row.status_reason,
  };
}

export function connectionToRow(connection: Connection): Value[] {
  const { id, tenantId, name, connector, settings, status, statusReason } = connection;
  return [id, tenantId, name, connector, JSON.stringify(settings), status, statusReason];
}

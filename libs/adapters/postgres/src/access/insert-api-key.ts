import type { ApiKey, TenantId } from '@evenkeel/domain';
import type { NewApiKey } from '@evenkeel/ports';
import type { Session } from '../database/session.js';
import { API_KEY_COLUMNS, apiKeyFromRow, type ApiKeyRow } from './api-key-row.js';

/** Gives undefined where another live key of the tenant has its name. */
export async function insertApiKey(
  session: Session,
  tenantId: TenantId,
  key: NewApiKey,
): Promise<ApiKey | undefined> {
  const row = await session.row<ApiKeyRow>(
    `insert into api_key (id, tenant_id, name, prefix, hash, role, created_by, expires_at)
     values ($1, $2, $3, $4, $5, $6, $7, engine_now() + $8 * interval '1 day')
     on conflict (tenant_id, name) where revoked_at is null do nothing returning ${API_KEY_COLUMNS}`,
    [key.id, tenantId, key.name, key.prefix, key.hash, key.role, key.createdBy, key.expiresInDays],
  );
  return row && apiKeyFromRow(row);
}

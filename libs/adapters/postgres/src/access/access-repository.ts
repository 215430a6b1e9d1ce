import { DEFAULT_TENANT, type TenantId } from '@evenkeel/domain';
import type { AccessRepository, KnownApiKey, NewApiKey } from '@evenkeel/ports';
import type { Session } from '../database/session.js';
import { API_KEY_COLUMNS, apiKeyFromRow, type ApiKeyRow } from './api-key-row.js';

/** A request a millisecond is no reason to write a row a millisecond. */
const IS_USE_DUE = `(last_used_at is null or last_used_at < engine_now() - interval '5 minutes')`;

interface KnownRow extends ApiKeyRow {
  hash: string;
  is_use_due: boolean;
  now: Date;
}

export class PostgresAccessRepository implements AccessRepository {
  constructor(private readonly session: Session) {}

  async findKey(prefix: string): Promise<KnownApiKey | undefined> {
    const row = await this.session.row<KnownRow>(
      `select ${API_KEY_COLUMNS}, hash, ${IS_USE_DUE} as is_use_due, engine_now() as now from api_key where prefix = $1`,
      [prefix],
    );
    return row && { ...apiKeyFromRow(row), hash: row.hash, isUseDue: row.is_use_due, now: row.now };
  }

  async findTenant(name: string): Promise<TenantId | undefined> {
    const row = await this.session.row<{ id: TenantId }>(
      'select id from tenant where name = $1 and removed_at is null',
      [name],
    );
    return row?.id;
  }

  async noteUse(id: string): Promise<void> {
    await this.session.write(
      `update api_key set last_used_at = engine_now() where id = $1 and ${IS_USE_DUE}`,
      [id],
    );
  }

  async keepOwnerKey({ id, prefix, hash }: Pick<NewApiKey, 'id' | 'prefix' | 'hash'>): Promise<void> {
    await this.session.write(
      `insert into api_key (id, tenant_id, name, prefix, hash, role, created_by)
       values ($1, $2, 'owner ' || $3, $3, $4, 'admin', 'the start') on conflict do nothing`,
      [id, DEFAULT_TENANT, prefix, hash],
    );
  }
}

import type { ApiKey } from '@evenkeel/domain';
import type { ApiKeyRepository, NewApiKey } from '@evenkeel/ports';
import type { Session } from '../database/session.js';
import { insertApiKey } from './insert-api-key.js';
import { API_KEY_COLUMNS, apiKeyFromRow, type ApiKeyRow } from './api-key-row.js';

export class PostgresApiKeyRepository implements ApiKeyRepository {
  constructor(private readonly session: Session) {}

  insert(key: NewApiKey): Promise<ApiKey | undefined> {
    return insertApiKey(this.session, this.session.tenant, key);
  }

  async list(): Promise<readonly ApiKey[]> {
    const rows = await this.session.rows<ApiKeyRow>(
      `select ${API_KEY_COLUMNS} from api_key where tenant_id = $1
       order by revoked_at desc nulls first, name, id limit 500`,
      [this.session.tenant],
    );
    return rows.map(apiKeyFromRow);
  }

  async revoke(reference: string, actor: string): Promise<ApiKey | undefined> {
    const row = await this.session.row<ApiKeyRow>(
      `update api_key set revoked_at = engine_now(), revoked_by = $3
       where tenant_id = $1 and revoked_at is null and $2 in (id::text, name) returning ${API_KEY_COLUMNS}`,
      [this.session.tenant, reference, actor],
    );
    return row && apiKeyFromRow(row);
  }
}

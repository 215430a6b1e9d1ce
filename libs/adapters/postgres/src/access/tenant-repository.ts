import type { ApiKey } from '@evenkeel/domain';
import type { CountedTenant, NewApiKey, Tenant, TenantRepository } from '@evenkeel/ports';
import type { Session } from '../database/session.js';
import { insertApiKey } from './insert-api-key.js';

export class PostgresTenantRepository implements TenantRepository {
  constructor(private readonly session: Session) {}

  async insert(
    { id, name }: Pick<Tenant, 'id' | 'name'>,
    first: NewApiKey,
  ): Promise<{ readonly tenant: Tenant; readonly key: ApiKey } | undefined> {
    const tenant = await this.session.row<Tenant>(
      `insert into tenant (id, name) values ($1, $2) on conflict (name) do nothing
       returning id, name, created_at as "createdAt"`,
      [id, name],
    );
    const key = tenant && (await insertApiKey(this.session, id, first));
    return tenant && key && { tenant, key };
  }

  list(): Promise<readonly CountedTenant[]> {
    return this.session.rows<CountedTenant>(
      `select t.id, t.name, t.created_at as "createdAt", t.removed_at as "removedAt",
         (select count(*)::int from connection c where c.tenant_id = t.id and c.removed_at is null) as connections,
         (select count(*)::int from job j where j.tenant_id = t.id and j.removed_at is null) as jobs
       from tenant t order by t.name, t.id limit 1000`,
    );
  }
}

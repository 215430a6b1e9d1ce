import type { ConfigurationKind, Destinations } from '@evenkeel/domain';
import type { ConfigurationRepository, Configured } from '@evenkeel/ports';
import type { Session } from '../database/session.js';
import { json } from '../table/columns.js';

const FIND = `select kind, object_id as id, managed_by as "managedBy", secret_references as "references"
  from configured_object where tenant_id = $1`;
/** Any number that no other advisory lock has. */
const APPLICATION_LOCK = 7_124;

export class PostgresConfigurationRepository implements ConfigurationRepository {
  constructor(private readonly session: Session) {}

  list(): Promise<readonly Configured[]> {
    return this.session.rows<Configured>(`${FIND} order by kind, object_id`, [this.session.tenant]);
  }

  find(kind: ConfigurationKind, id: string): Promise<Configured | undefined> {
    return this.session.row<Configured>(`${FIND} and kind = $2 and object_id = $3`, this.place(kind, id));
  }

  async managers(kind: ConfigurationKind, ids: readonly string[]): Promise<ReadonlyMap<string, string>> {
    if (ids.length === 0) return new Map();
    const rows = await this.session.rows<{ id: string; managedBy: string }>(
      `${FIND} and kind = $2 and object_id = any($3::uuid[]) and managed_by is not null`,
      [this.session.tenant, kind, ids],
    );
    return new Map(rows.map(({ id, managedBy }) => [id, managedBy]));
  }

  async save({ kind, id, managedBy, references }: Configured): Promise<void> {
    if (managedBy === null && Object.keys(references).length === 0) return this.remove(kind, id);
    await this.session.write(
      `insert into configured_object (tenant_id, kind, object_id, managed_by, secret_references)
       values ($1, $2, $3, $4, $5::jsonb)
       on conflict (tenant_id, kind, object_id) do update
         set managed_by = excluded.managed_by, secret_references = excluded.secret_references`,
      [...this.place(kind, id), managedBy, json(references)],
    );
  }

  async noteForced(kind: ConfigurationKind, id: string, actor: string): Promise<void> {
    await this.session.write(
      `update configured_object set forced_by = $4, forced_at = engine_now()
       where tenant_id = $1 and kind = $2 and object_id = $3`,
      [...this.place(kind, id), actor],
    );
  }

  async remove(kind: ConfigurationKind, id: string): Promise<void> {
    await this.session.write(
      'delete from configured_object where tenant_id = $1 and kind = $2 and object_id = $3',
      this.place(kind, id),
    );
  }

  async lock(): Promise<void> {
    await this.session.row('select pg_advisory_xact_lock($1, hashtext($2))', [
      APPLICATION_LOCK,
      this.session.tenant,
    ]);
  }

  async destinationsOf(reference: string): Promise<Destinations | undefined> {
    const row = await this.session.row<{ destinations: Destinations }>(
      'select destinations from secret_reference where tenant_id = $1 and reference = $2',
      [this.session.tenant, reference],
    );
    return row?.destinations;
  }

  async bind(reference: string, destinations: Destinations, actor: string): Promise<void> {
    await this.session.write(
      `insert into secret_reference (tenant_id, reference, destinations, bound_by) values ($1, $2, $3::jsonb, $4)
       on conflict do nothing`,
      [this.session.tenant, reference, json(destinations), actor],
    );
  }

  private place(kind: ConfigurationKind, id: string): [string, string, string] {
    return [this.session.tenant, kind, id];
  }
}

import { DEFAULT_TENANT, type ConnectionId, type TenantId } from '@evenkeel/domain';
import type { RemovableTenant, TableRows, TenantRemovalRepository } from '@evenkeel/ports';
import { escapeIdentifier } from 'pg';
import type { Session } from '../database/session.js';
import { asViewOwner } from '../record-type/as-view-owner.js';
import { viewSchemaOf } from '../record-type/view-names.js';
import { TENANT_ROWS } from './tenant-rows.js';

const TENANT = `id, name, created_at as "createdAt", removed_at as "removedAt", removed_by as "removedBy"`;
/** A plan tells the order of magnitude: counting on would take minutes. */
const MOST_COUNTED = 1_000_000;
const PLAN = `select "table", rows from (${TENANT_ROWS.map(
  ({ table, of }, place) =>
    `select ${place} as place, '${table}' as "table", count(*)::int as rows
     from (select from ${table} t where ${of} limit ${MOST_COUNTED}) c`,
).join(' union all ')}) counted where rows > 0 order by place`;
const IS_LEFT = `select where ${TENANT_ROWS.map(({ table, of }) => `exists (select from ${table} t where ${of})`).join(' or ')}`;
const CONDITIONS = new Map(TENANT_ROWS.map(({ table, of }) => [table, of]));

export class PostgresTenantRemovalRepository implements TenantRemovalRepository {
  constructor(private readonly session: Session) {}

  find(reference: string): Promise<RemovableTenant | undefined> {
    return this.session.row<RemovableTenant>(
      `select ${TENANT} from tenant where $1 in (id::text, name) order by id::text = $1 desc limit 1`,
      [reference],
    );
  }

  plan(id: TenantId): Promise<readonly TableRows[]> {
    return this.session.rows<TableRows>(PLAN, [id]);
  }

  async begin(id: TenantId, actor: string): Promise<RemovableTenant | undefined> {
    const tenant = await this.session.row<RemovableTenant>(
      `update tenant set removed_at = coalesce(removed_at, engine_now()), removed_by = coalesce(removed_by, $2)
       where id = $1 and id <> $3 returning ${TENANT}`,
      [id, actor, DEFAULT_TENANT],
    );
    if (tenant !== undefined)
      await this.session.write(
        'update api_key set revoked_at = engine_now(), revoked_by = $2 where tenant_id = $1 and revoked_at is null',
        [id, actor],
      );
    return tenant;
  }

  listRemoving(): Promise<readonly RemovableTenant[]> {
    return this.session.rows<RemovableTenant>(
      `select ${TENANT} from tenant where removed_at is not null order by removed_at, id`,
      [],
    );
  }

  async listConnections(id: TenantId): Promise<readonly ConnectionId[]> {
    const rows = await this.session.rows<{ id: ConnectionId }>(
      'select id from connection where tenant_id = $1 and removed_at is null order by id',
      [id],
    );
    return rows.map((connection) => connection.id);
  }

  async isQuiet(id: TenantId, quietMinutes: number): Promise<boolean> {
    const quiet = await this.session.row(
      `select from tenant where id = $1 and removed_at < engine_now() - $2 * interval '1 minute'
         and not exists (select from execution where tenant_id = $1 and finished_at is null)
         and not exists (select from connection where tenant_id = $1 and not (removed_at is not null and settled))
         and not exists (select from job where tenant_id = $1 and not (removed_at is not null and settled))`,
      [id, quietMinutes],
    );
    return quiet !== undefined;
  }

  tables(): readonly string[] {
    return TENANT_ROWS.map(({ table }) => table);
  }

  erase(id: TenantId, table: string, limit: number): Promise<number> {
    const condition = CONDITIONS.get(table);
    if (condition === undefined) throw new Error(`${table} holds no rows of tenants`);
    return this.session.write(
      `delete from ${table} where ctid = any(array(
         select t.ctid from ${table} t where ${condition}
           and exists (select from tenant where id = $1 and removed_at is not null) limit $2 for update of t skip locked))`,
      [id, limit],
    );
  }

  async finish(id: TenantId): Promise<boolean> {
    const locked = await this.session.row(
      'select from tenant where id = $1 and removed_at is not null and id <> $2 for update',
      [id, DEFAULT_TENANT],
    );
    if (locked === undefined) return false;
    if ((await this.session.row(IS_LEFT, [id])) !== undefined) return false;
    await asViewOwner(this.session, () => this.dropSchema(viewSchemaOf(id)));
    return (await this.session.write('delete from tenant where id = $1', [id])) > 0;
  }

  /** One that an administrator made for us stays, without our views. What people have built on these goes with them: it shows the same records. */
  private async dropSchema(schema: string): Promise<void> {
    const views = await this.session.rows<{ name: string }>(
      `select c.relname as name from pg_class c join pg_namespace n on n.oid = c.relnamespace
       where n.nspname = $1 and c.relkind = 'v' and pg_has_role(c.relowner, 'usage') order by 1`,
      [schema],
    );
    for (const { name } of views)
      await this.session.write(
        `drop view if exists ${escapeIdentifier(schema)}.${escapeIdentifier(name)} cascade`,
      );
    const isOurs = await this.session.row(
      `select from pg_namespace n where n.nspname = $1 and pg_has_role(n.nspowner, 'usage')
         and not exists (select from pg_class c where c.relnamespace = n.oid)`,
      [schema],
    );
    if (isOurs !== undefined) await this.session.write(`drop schema ${escapeIdentifier(schema)}`);
  }
}

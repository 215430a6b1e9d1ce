import { DEFAULT_TENANT, type RecordColumn } from '@evenkeel/domain';
import type { RecordViewRepository, RecordViewState } from '@evenkeel/ports';
import { escapeIdentifier } from 'pg';
import type { Session } from '../database/session.js';
import { READER_ROLE, WRITER_ROLE } from '../embedded/roles.js';
import { bringsType } from '../job/statements.js';
import { asViewOwner } from './as-view-owner.js';
import { viewAddressOf, viewSchemaOf } from './view-names.js';
import { viewStatement, writeTriggerStatement } from './view-statement.js';

/** Of `t`, a tenant and a record type: its revision, those of its jobs, and of the shapes of their streams: what its view follows from. */
export const MADE_FROM = `concat_ws(' ',
  (select rt.revision::text from record_type rt where rt.tenant_id = t.tenant_id and rt.name = t.name),
  (select string_agg(concat_ws(':', j.id, j.revision, s.accepted_version), ' ' order by j.id) from job j
   left join stream_shape s on s.connection_id = j.connection_id and s.stream = j.stream
   where j.tenant_id = t.tenant_id and ${bringsType('t.name')} and j.removed_at is null))`;

/** Any number that no other advisory lock has. */
const VIEWS_LOCK = 7_002;
/** What each role may do with a view. */
const GRANTS = [
  [READER_ROLE, 'select'],
  [WRITER_ROLE, 'select, insert, update, delete'],
] as const;

export class PostgresRecordViewRepository implements RecordViewRepository {
  constructor(private readonly session: Session) {}

  addressOf(recordType: string): string {
    return viewAddressOf(this.session.tenant, recordType);
  }

  async find(recordType: string): Promise<(RecordViewState & { readonly isThere: boolean }) | undefined> {
    return this.session.row<RecordViewState & { readonly isThere: boolean }>(
      `select columns, problem, to_regclass($3) is not null as "isThere" from record_view
       where tenant_id = $1 and record_type = $2`,
      [this.session.tenant, recordType, this.addressOf(recordType)],
    );
  }

  async lock(recordType: string): Promise<string> {
    await this.session.row('select pg_advisory_xact_lock($1, hashtext($2))', [
      VIEWS_LOCK,
      this.addressOf(recordType),
    ]);
    const row = await this.session.row<{ made_from: string }>(
      `select ${MADE_FROM} as made_from from (select $1::uuid as tenant_id, $2::text as name) t`,
      [this.session.tenant, recordType],
    );
    return row!.made_from;
  }

  async make(recordType: string, columns: readonly RecordColumn[]): Promise<void> {
    const { tenant } = this.session;
    const schema = viewSchemaOf(tenant);
    await asViewOwner(this.session, async () => {
      await this.ensureSchema(schema);
      await this.session.write(viewStatement(tenant, recordType, columns));
      await this.session.write(writeTriggerStatement(tenant, recordType));
      // Of other tenants an administrator says who may read what.
      if (tenant !== DEFAULT_TENANT) return;
      for (const [role, rights] of GRANTS) {
        if (!(await this.hasRole(role))) continue;
        await this.session.write(`grant usage on schema ${escapeIdentifier(schema)} to ${role}`);
        await this.session.write(`grant ${rights} on ${this.addressOf(recordType)} to ${role}`);
      }
    });
  }

  async save(recordType: string, { columns, problem }: RecordViewState, madeFrom: string): Promise<void> {
    await this.session.write(
      `insert into record_view (tenant_id, record_type, columns, problem, made_from, made_at)
       values ($1, $2, $3, $4, $5, engine_now())
       on conflict (tenant_id, record_type) do update set columns = excluded.columns,
         problem = excluded.problem, made_from = excluded.made_from, made_at = excluded.made_at`,
      [this.session.tenant, recordType, JSON.stringify(columns), problem, madeFrom],
    );
  }

  async drop(recordType: string): Promise<void> {
    await asViewOwner(this.session, async () => {
      await this.session.write(`drop view if exists ${this.addressOf(recordType)}`);
    });
    await this.session.write('delete from record_view where tenant_id = $1 and record_type = $2', [
      this.session.tenant,
      recordType,
    ]);
  }

  /** First looked for: where an administrator made it for us, we may have no right to make schemas. */
  private async ensureSchema(schema: string): Promise<void> {
    const found = await this.session.row('select 1 from pg_namespace where nspname = $1', [schema]);
    if (found === undefined)
      await this.session.write(`create schema if not exists ${escapeIdentifier(schema)}`);
  }

  private async hasRole(role: string): Promise<boolean> {
    const found = await this.session.row('select 1 from pg_roles where rolname = $1', [role]);
    return found !== undefined;
  }
}

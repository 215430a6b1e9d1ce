import type { ExecutionId, JsonObject, MatchSettings, RecordType } from '@evenkeel/domain';
import type { Listed, ListRequest, RecordTypeRepository } from '@evenkeel/ports';
import type { Session, Value } from '../database/session.js';
import { jsonOrNull } from '../table/columns.js';
import { listed } from '../table/keyset.js';
import { isUuid } from '../table/row-names.js';

interface RecordTypeRow {
  id: string;
  tenant_id: string;
  name: string;
  revision: number;
  schema: JsonObject | null;
  match: MatchSettings | null;
  sensitive: string[];
}

const COLUMNS = 't.id, t.tenant_id, t.name, r.revision, r.schema, r.match, r.sensitive';
/** Record types `t` at their newest revisions `r`. */
const NEWEST = `select ${COLUMNS} from record_type t
  join record_type_revision r on r.record_type_id = t.id and r.revision = t.revision`;

export class PostgresRecordTypeRepository implements RecordTypeRepository {
  constructor(private readonly session: Session) {}

  async find(name: string): Promise<RecordType | undefined> {
    return this.one(`${NEWEST} where t.tenant_id = $1 and t.name = $2`, [this.session.tenant, name]);
  }

  async lock(name: string): Promise<RecordType | undefined> {
    await this.session.row('select id from record_type where tenant_id = $1 and name = $2 for update', [
      this.session.tenant,
      name,
    ]);
    // A statement of its own: its snapshot must be taken after the lock was granted.
    return this.find(name);
  }

  async list(request: ListRequest): Promise<Listed<RecordType>> {
    const rows = await this.session.rows<RecordTypeRow>(
      `${NEWEST} where t.tenant_id = $1 and ($2::text is null or t.name > $2) order by t.name limit $3`,
      [this.session.tenant, request.after, request.limit + 1],
    );
    return listed(rows, request, ({ name }) => name, recordTypeFromRow);
  }

  async ensure(name: string, id: string): Promise<void> {
    const values = [this.session.tenant, name];
    for (;;) {
      const made = await this.session.write(
        `with made as (
           insert into record_type (id, tenant_id, name, revision) values ($3, $1, $2, 1)
           on conflict do nothing returning id)
         insert into record_type_revision (record_type_id, revision) select id, 1 from made`,
        [...values, id],
      );
      if (made === 1) return;
      const held = await this.session.row(
        'select id from record_type where tenant_id = $1 and name = $2 for key share',
        values,
      );
      // Else it was removed between the two statements.
      if (held !== undefined) return;
    }
  }

  async saveRevision({ id, tenantId, revision, schema, match, sensitive }: RecordType): Promise<void> {
    this.session.assertOwn({ tenantId });
    await this.session.write('update record_type set revision = $2 where id = $1', [id, revision]);
    await this.session.write(
      `insert into record_type_revision (record_type_id, revision, schema, match, sensitive)
       values ($1, $2, $3, $4, $5)`,
      [id, revision, jsonOrNull(schema), jsonOrNull(match), [...sensitive]],
    );
  }

  async remove(id: string): Promise<void> {
    await this.session.write('delete from record_type where id = $1 and tenant_id = $2', [
      id,
      this.session.tenant,
    ]);
  }

  async ofExecution(id: ExecutionId): Promise<RecordType | undefined> {
    if (!isUuid(id)) return undefined;
    // One that a process of the previous release began has no revision of its own: it goes by the newest.
    return this.one(
      `select ${COLUMNS} from execution e join job j on j.id = e.job_id
       join record_type t on t.tenant_id = j.tenant_id and t.name = j.record_type
       join record_type_revision r on r.record_type_id = t.id
         and r.revision = coalesce(e.record_type_revision, t.revision)
       where e.id = $1 and e.tenant_id = $2`,
      [id, this.session.tenant],
    );
  }

  async derivedBy(id: ExecutionId): Promise<ReadonlyMap<string, RecordType>> {
    if (!isUuid(id)) return new Map();
    // One that a process of the previous release began, and a type that was made since, go by the newest.
    const rows = await this.session.rows<RecordTypeRow>(
      `select ${COLUMNS} from execution e
       join job_revision v on v.job_id = e.job_id and v.revision = e.job_revision
       cross join lateral (
         select distinct d.rule ->> 'recordType' as name from jsonb_array_elements(v.definition -> 'derive') d(rule)) d
       join record_type t on t.tenant_id = e.tenant_id and t.name = d.name
       join record_type_revision r on r.record_type_id = t.id
         and r.revision = coalesce((e.derived_type_revisions ->> t.name)::int, t.revision)
       where e.id = $1 and e.tenant_id = $2`,
      [id, this.session.tenant],
    );
    return new Map(rows.map((row) => [row.name, recordTypeFromRow(row)]));
  }

  private async one(text: string, values: readonly Value[]): Promise<RecordType | undefined> {
    const row = await this.session.row<RecordTypeRow>(text, values);
    return row && recordTypeFromRow(row);
  }
}

function recordTypeFromRow(row: RecordTypeRow): RecordType {
  const { id, tenant_id: tenantId, name, revision, schema, match, sensitive } = row;
  return { id, tenantId, name, revision, schema, match, sensitive };
}

import type { JsonObject, RecordState } from '@evenkeel/domain';
import type { Listed, ListRequest, RecordRepository, StoredRecord } from '@evenkeel/ports';
import type { Session, Value } from '../database/session.js';
import { recordFromRow, type RecordRow } from './row.js';
import { listed } from '../table/keyset.js';
import { isBigint } from '../table/row-names.js';

/** Of a reference `e` in a set `s`. Of a set that is read as well it does not say that it is written. */
const SYNC_STATUS = `(
  select case when e.inactive_at is not null then 'inactive'
    when exists (select from flip_flop q where q.reference_id = e.id and q.quarantined_at is not null) then 'quarantined'
    when exists (select from conflict f where f.record_id = e.record_id and f.set_id = s.id and f.state in ('open', 'proposing')) then 'conflicted'
    when exists (select from failure f where f.job_id = j.id and f.key = 'record:' || e.record_id and f.state in ('retrying', 'dead'))
      then 'failed'
    when exists (select from local_change l where l.job_id = j.id and l.record_id = e.record_id)
      or exists (select from push_intent i where i.set_id = s.id and i.record_id = e.record_id and i.state <> 'applied')
      then 'pending_push'
    else 'synced' end
  from job j where (s.is_written or j.direction = 'bidirectional') and s.rule = '' and j.connection_id = s.connection_id and j.stream = s.stream
    and j.record_type = s.record_type and j.direction <> 'inbound' and j.removed_at is null limit 1)`;

const SELECT_RECORD = `select r.id, r.record_type, r.data, r.version, r.created_at, r.updated_at, r.inactive_at, r.merged_into, (
    select coalesce(json_agg(json_build_object(
      'connection', c.name, 'stream', s.stream, 'externalId', e.external_id, 'observedAt', e.observed_at,
      'inactiveAt', e.inactive_at, 'inactiveCause', e.inactive_cause, 'inactiveBy', e.inactive_by,
      'syncStatus', ${SYNC_STATUS}, 'rule', nullif(s.rule, ''))
      order by e.id), '[]')
    from external_reference e join reference_set s on s.id = e.set_id join connection c on c.id = s.connection_id
    where e.record_id = r.id) as "references"
  from record r`;

const IN_STATE: Readonly<Record<RecordState, string>> = {
  active: 'r.inactive_at is null',
  inactive: 'r.inactive_at is not null and r.merged_into is null',
  all: 'r.merged_into is null',
  merged: 'r.merged_into is not null',
};

export class PostgresRecordRepository implements RecordRepository {
  constructor(private readonly session: Session) {}

  async list(
    recordType: string,
    request: ListRequest,
    state: RecordState = 'all',
  ): Promise<Listed<StoredRecord>> {
    const rows = await this.session.rows<RecordRow>(
      `${SELECT_RECORD} where r.record_type = $1 and ${IN_STATE[state]} and r.id > coalesce($2::bigint, 0)
         and r.tenant_id = $4 order by r.id limit $3`,
      [recordType, request.after, request.limit + 1, this.session.tenant],
    );
    return listed(rows, request, (row) => row.id, recordFromRow);
  }

  async find(id: string): Promise<StoredRecord | undefined> {
    return isBigint(id)
      ? (await this.select('where r.id = $1 and r.tenant_id = $2', [id, this.session.tenant]))[0]
      : undefined;
  }

  async dataOf(ids: readonly string[]): Promise<ReadonlyMap<string, JsonObject>> {
    const rows = await this.session.rows<{ id: string; data: JsonObject }>(
      'select id, data from record where id = any($1::bigint[]) and tenant_id = $2',
      [ids, this.session.tenant],
    );
    return new Map(rows.map(({ id, data }) => [id, data]));
  }

  async versionsOf(ids: readonly string[]): Promise<ReadonlyMap<string, number>> {
    const rows = await this.session.rows<{ id: string; version: number }>(
      'select id, version from record where id = any($1::bigint[]) and tenant_id = $2',
      [ids, this.session.tenant],
    );
    return new Map(rows.map(({ id, version }) => [id, version]));
  }

  async findByExternalId(recordType: string, externalId: string): Promise<readonly StoredRecord[]> {
    // A text with a NUL cannot be stored, and asking for one is an error.
    if (externalId.includes('\0')) return [];
    return this.select(
      `where r.id = any(array(
         select e.record_id from reference_set s join external_reference e on e.set_id = s.id
         where s.record_type = $1 and e.external_id = $2 and s.tenant_id = $3)) order by r.id`,
      [recordType, externalId, this.session.tenant],
    );
  }

  private async select(where: string, values: readonly Value[]): Promise<StoredRecord[]> {
    return (await this.session.rows<RecordRow>(`${SELECT_RECORD} ${where}`, values)).map(recordFromRow);
  }
}

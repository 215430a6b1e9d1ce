import type { JobId } from '@evenkeel/domain';
import type {
  ConflictFilter,
  ConflictRepository,
  Listed,
  ListedConflict,
  ListRequest,
  SavedConflict,
  StoredConflict,
} from '@evenkeel/ports';
import type { Session, Value } from '../database/session.js';
import { listed } from '../table/keyset.js';
import { isUuid } from '../table/row-names.js';
import {
  CONFLICT_COLUMNS,
  conflictFromRow,
  IS_LIVE,
  listedFromRow,
  rowOf,
  type ConflictRow,
  type ListedRow,
} from './row.js';

/** Of a conflict `f`: its record is to be joined again, although nothing else is read of it. */
const IS_REJOINED = `(${IS_LIVE}) and (
  f.state = 'resolved' and f.taken_at is null
  or f.record_version <> (select r.version from record r where r.id = f.record_id))`;

const LISTED_COLUMNS = `${CONFLICT_COLUMNS}, j.name as job, s.record_type, c.name as connection, s.stream, e.external_id`;
const LISTED_FROM = `conflict f join job j on j.id = f.job_id join reference_set s on s.id = f.set_id
  join connection c on c.id = s.connection_id left join external_reference e on e.id = f.reference_id`;

/** $1 tenant, $2 and so on what {@link valuesOf} gives. */
const MATCHES = `f.tenant_id = $1 and ($2::uuid is null or f.job_id = $2) and ($3::text is null or s.record_type = $3)
  and ($4::bigint is null or f.record_id = $4) and ($5::text[] is null or f.state = any($5)) and ($6::text is null or f.kind = $6)
  and ($7::text is null or exists (select from json_array_elements(f.fields) as p(field) where p.field ->> 'path' = $7))
  and ($8::timestamptz is null or f.changed_at >= $8)
  and ($9::boolean is null or (f.is_carried_out or f.state in ('superseded', 'expired')) = $9)`;

/** $1: JSON of rows `i`. */
const SAVED = `jsonb_to_recordset($1::jsonb) as i(id uuid, job uuid, reference bigint, state text, kind text, revision int, fields text,
  version text, policy text, decision text, taken boolean, carried boolean, history text)`;

const TAKEN = `case when i.taken then engine_now() end`;
const RESOLVED = `case when i.state in ('open', 'proposing') then null else engine_now() end`;

const CHANGE = `
  update conflict f set state = i.state, kind = i.kind, revision = i.revision, fields = i.fields::json, remote_version = i.version,
    policy = i.policy, decision = i.decision::json, history = i.history::json, is_carried_out = i.carried,
    taken_at = case when i.taken then coalesce(f.taken_at, engine_now()) end, changed_at = engine_now(),
    resolved_at = case when i.state in ('open', 'proposing') then null else coalesce(f.resolved_at, engine_now()) end,
    record_version = coalesce((select r.version from record r where r.id = f.record_id), f.record_version),
    proposal = case when i.revision = f.revision or i.state not in ('open', 'proposing') then f.proposal end,
    proposal_attempts = case when i.revision = f.revision then f.proposal_attempts else 0 end,
    propose_after = case when i.revision = f.revision then f.propose_after end
  from ${SAVED} where f.id = i.id and f.tenant_id = $2`;

const OPEN = `
  insert into conflict (id, tenant_id, job_id, set_id, record_id, reference_id, record_version, state, kind, revision, fields, remote_version,
    policy, decision, taken_at, is_carried_out, history, resolved_at)
  select i.id, $2, i.job, e.set_id, e.record_id, e.id, r.version, i.state, i.kind, i.revision, i.fields::json, i.version,
    i.policy, i.decision::json, ${TAKEN}, i.carried, i.history::json, ${RESOLVED}
  from ${SAVED} join external_reference e on e.id = i.reference join record r on r.id = e.record_id and r.tenant_id = $2
  where not exists (select from conflict f where f.id = i.id)
  order by e.record_id`;

export class PostgresConflictRepository implements ConflictRepository {
  constructor(private readonly session: Session) {}

  async rejoined(referenceIds: readonly string[]): Promise<ReadonlySet<string>> {
    if (referenceIds.length === 0) return new Set();
    const rows = await this.session.rows<{ id: string }>(
      `select f.reference_id::text as id from conflict f where f.reference_id = any($1::bigint[]) and f.tenant_id = $2 and ${IS_REJOINED}`,
      [referenceIds, this.session.tenant],
    );
    return new Set(rows.map(({ id }) => id));
  }

  async lockLive(referenceIds: readonly string[]): Promise<ReadonlyMap<string, StoredConflict>> {
    if (referenceIds.length === 0) return new Map();
    const rows = await this.session.rows<ConflictRow>(
      `select ${CONFLICT_COLUMNS} from conflict f where f.reference_id = any($1::bigint[]) and f.tenant_id = $2 and (${IS_LIVE})
       order by f.id for no key update`,
      [referenceIds, this.session.tenant],
    );
    // What is open came after what was decided.
    return new Map(rows.map((row) => [row.reference_id, conflictFromRow(row)]));
  }

  async save(saved: readonly SavedConflict[]): Promise<void> {
    if (saved.length === 0) return;
    const rows = JSON.stringify(saved.map(rowOf));
    // One that takes the place of another is opened when that has ended.
    await this.session.write(CHANGE, [rows, this.session.tenant]);
    await this.session.write(OPEN, [rows, this.session.tenant]);
  }

  async noteJoined(referenceIds: readonly string[]): Promise<void> {
    if (referenceIds.length === 0) return;
    await this.session.write(
      `update conflict f set record_version = r.version from record r
       where f.reference_id = any($1::bigint[]) and f.tenant_id = $2 and f.state in ('open', 'proposing')
         and r.id = f.record_id and r.version <> f.record_version`,
      [referenceIds, this.session.tenant],
    );
  }

  async toRead(jobId: JobId, limit: number): Promise<readonly string[]> {
    const rows = await this.session.rows<{ external_id: string }>(
      `select e.external_id from conflict f join external_reference e on e.id = f.reference_id
       where f.job_id = $1 and f.tenant_id = $2 and ${IS_REJOINED} order by f.id limit $3`,
      [jobId, this.session.tenant, limit],
    );
    return rows.map(({ external_id: externalId }) => externalId);
  }

  find(id: string): Promise<ListedConflict | undefined> {
    return this.one(id, '');
  }

  lock(id: string): Promise<ListedConflict | undefined> {
    return this.one(id, 'for no key update of f');
  }

  async list(filter: ConflictFilter, request: ListRequest): Promise<Listed<ListedConflict>> {
    const rows = await this.session.rows<ListedRow>(
      `select ${LISTED_COLUMNS} from ${LISTED_FROM}
       where ${MATCHES} and ($10::uuid is null or f.id < $10) order by f.id desc limit $11`,
      [this.session.tenant, ...valuesOf(filter), request.after, request.limit + 1],
    );
    return listed(rows, request, ({ id }) => id, listedFromRow);
  }

  private async one(id: string, lock: string): Promise<ListedConflict | undefined> {
    if (!isUuid(id)) return undefined;
    const row = await this.session.row<ListedRow>(
      `select ${LISTED_COLUMNS} from ${LISTED_FROM} where f.id = $1 and f.tenant_id = $2 ${lock}`,
      [id, this.session.tenant],
    );
    return row && listedFromRow(row);
  }
}

function valuesOf(filter: ConflictFilter): readonly Value[] {
  const { jobId, recordType, recordId, states, kind, path, since, isCarriedOut } = filter;
  return [
    jobId ?? null,
    recordType ?? null,
    recordId ?? null,
    states ?? null,
    kind ?? null,
    path ?? null,
    since ?? null,
    isCarriedOut ?? null,
  ];
}

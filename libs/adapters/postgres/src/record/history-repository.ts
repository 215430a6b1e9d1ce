import type {
  FieldPath,
  FieldStep,
  JournaledChange,
  JsonObject,
  JsonValue,
  RecordCause,
} from '@evenkeel/domain';
import type { FailureOfRecord, Listed, ListRequest, RecordHistoryRepository } from '@evenkeel/ports';
import { textArray } from '../database/binary-array.js';
import type { Session } from '../database/session.js';
import { failureFromRow, type FailureRow } from '../failure/row.js';
import { listed } from '../table/keyset.js';
import { runOf } from './run-of.js';
import { FIELD_VALUES } from './field-values-statement.js';

interface ChangeRow {
  /** Null: a person has asked for it. */
  execution_id: string | null;
  version_before: number;
  data_before: JsonObject | null;
  changed_at: Date;
  local: JournaledChange['local'];
  job: JournaledChange['job'];
  reference: JournaledChange['reference'];
  merge_ids: string[] | null;
  undone_merge_id: string | null;
}

interface StepRow extends Pick<ChangeRow, 'execution_id' | 'job' | 'undone_merge_id' | 'merge_ids'> {
  step: string;
  at: Date;
  version: number;
  value: JsonValue;
  has: boolean;
  erased: boolean;
  actor: string | null;
  action: NonNullable<ChangeRow['local']>['action'] | null;
  sources: FieldStep['sources'];
}

const JOB = `case when j.id is null then null
  else json_build_object('id', j.id, 'name', j.name, 'revision', e.job_revision) end as job`;

// An execution or a connection may be gone; the change stays. Of a shared record the one source is told that says all that changed.
const CHANGES = `
  select c.execution_id, c.version_before, c.data_before, c.changed_at, c.merge_ids, c.undone_merge_id, ${JOB},
    case when c.action is not null then json_build_object('actor', c.actor, 'action', c.action) end as local,
    case when n.id is null then null
      else json_build_object('connection', n.name, 'stream', s.stream, 'externalId', x.external_id) end as reference
  from record_change c
  join record r on r.id = c.record_id
  left join lateral ${runOf('c.execution_id')} e on true
  left join job j on j.id = e.job_id
  left join lateral (
    select case when count(distinct f.value) = 1 then min(f.value ->> 0)::bigint end as id
    from jsonb_each(c.said_by) f where jsonb_array_length(f.value) = 1) s1 on true
  left join external_reference x on x.id = coalesce(c.reference_id, s1.id)
  left join reference_set s on s.id = x.set_id
  left join connection n on n.id = s.connection_id
  where c.record_id = $1 and r.tenant_id = $2 order by c.id desc limit $3`;

const CREATION = `
  select c.execution_id, ${JOB} from record_creation c
  left join lateral ${runOf('c.execution_id')} e on true
  left join job j on j.id = e.job_id
  where c.record_ids @> $1::bigint and c.tenant_id = $2 order by c.id limit 1`;

const FAILURES = `
  select f.*, j.name as job_name
  from external_reference x
  join reference_set s on s.id = x.set_id
  join job j on j.connection_id = s.connection_id and j.stream = s.stream and j.record_type = s.record_type
  join failure f on f.job_id = j.id and f.key in ('id:' || x.external_id, 'twin:' || x.external_id)
  where x.record_id = $1 and s.tenant_id = $2 order by f.last_failed_at desc, f.id desc limit $3`;

export class PostgresRecordHistoryRepository implements RecordHistoryRepository {
  constructor(private readonly session: Session) {}

  async changes(recordId: string, limit: number): Promise<readonly JournaledChange[]> {
    const rows = await this.session.rows<ChangeRow>(CHANGES, [recordId, this.session.tenant, limit]);
    return rows.map((row) => ({
      executionId: row.execution_id,
      job: row.job,
      reference: row.reference,
      at: row.changed_at.toISOString(),
      versionBefore: row.version_before,
      before: row.data_before,
      local: row.local,
      mergeIds: row.merge_ids ?? [],
      undoneMergeId: row.undone_merge_id,
    }));
  }

  async values(recordId: string, path: FieldPath, request: ListRequest): Promise<Listed<FieldStep>> {
    const { after, limit } = request;
    const values = [recordId, this.session.tenant, textArray(path), after, limit + 1];
    const rows = await this.session.rows<StepRow>(FIELD_VALUES, values);
    return listed(rows, request, ({ step }) => step, stepFromRow);
  }

  async creation(recordId: string): Promise<RecordCause | undefined> {
    const row = await this.session.row<Pick<ChangeRow, 'execution_id' | 'job'>>(CREATION, [
      recordId,
      this.session.tenant,
    ]);
    return row && { executionId: row.execution_id, job: row.job, reference: null };
  }

  async failures(recordId: string, limit: number): Promise<readonly FailureOfRecord[]> {
    const rows = await this.session.rows<FailureRow & { job_name: string }>(FAILURES, [
      recordId,
      this.session.tenant,
      limit,
    ]);
    return rows.map((row) => ({ failure: failureFromRow(row), jobName: row.job_name }));
  }
}

function stepFromRow({ at, value, has, erased, actor, action, ...row }: StepRow): FieldStep {
  return {
    ...{ step: row.step, at: at.toISOString(), version: row.version, value: has ? value : undefined },
    ...{ isErased: erased, executionId: row.execution_id, job: row.job, sources: row.sources },
    local: action === null ? null : { actor: actor ?? '', action },
    mergeIds: row.merge_ids ?? [],
    undoneMergeId: row.undone_merge_id,
  };
}

import {
  type ConnectionId,
  type Execution,
  type ExecutionId,
  type ExecutionStatus,
  type JobId,
} from '@evenkeel/domain';
import type { ExecutionFilter, ExecutionRepository, Listed, ListRequest } from '@evenkeel/ports';
import type { Session } from '../database/session.js';
import { EXECUTION, executionFromRow, type ExecutionRow } from './row.js';
import { listed } from '../table/keyset.js';
import { isUuid } from '../table/row-names.js';
import { IS_GOING } from './statements.js';

/** What may change once an execution is there: everything but what it was opened with. */
const SAVED = EXECUTION.without(
  'id',
  'tenant_id',
  'job_id',
  'trigger_id',
  'trigger_kind',
  'actor',
  'lane',
  'requested_at',
  'retry_of',
  'retry_count',
);

/** The parameters of an insert that name the job, and its revision. */
const parameterOf = (column: string) => `$${EXECUTION.list.split(', ').indexOf(column) + 1}`;
const TRACE = `$${EXECUTION.list.split(', ').length + 1}`;
const JOB_ID = `${parameterOf('job_id')}::uuid`;
const JOB_REVISION = `${parameterOf('job_revision')}::int`;

export class PostgresExecutionRepository implements ExecutionRepository {
  constructor(private readonly session: Session) {}

  async insert(execution: Execution): Promise<void> {
    this.session.assertOwn(execution);
    await this.session.write(
      `insert into execution (${EXECUTION.list}, trace, record_type_revision, derived_type_revisions)
       values (${EXECUTION.parameters}, ${TRACE}, (
         select t.revision from job j join record_type t on t.tenant_id = j.tenant_id and t.name = j.record_type
         where j.id = ${JOB_ID}), (
         select jsonb_object_agg(t.name, t.revision) from job_revision v
         cross join lateral jsonb_array_elements(v.definition -> 'derive') d(rule)
         join job j on j.id = v.job_id join record_type t on t.tenant_id = j.tenant_id and t.name = d.rule ->> 'recordType'
         where v.job_id = ${JOB_ID} and v.revision = ${JOB_REVISION}))`,
      [...EXECUTION.values(execution), this.session.trace],
    );
  }

  async find(id: ExecutionId): Promise<Execution | undefined> {
    return this.findOne(id, '');
  }

  async lock(id: ExecutionId): Promise<Execution | undefined> {
    return this.findOne(id, 'for no key update');
  }

  async save(execution: Execution): Promise<void> {
    await this.session.write(`update execution set ${SAVED.assignments(2)} where id = $1`, [
      execution.id,
      ...SAVED.values(execution),
    ]);
  }

  async lockBulkOf(
    jobId: JobId,
  ): Promise<{ readonly active: Execution | undefined; readonly queued: Execution | undefined }> {
    await this.session.row('select id from job where id = $1 for no key update', [jobId]);
    // A statement of its own: its snapshot must be taken after the lock was granted.
    const rows = await this.session.rows<ExecutionRow>(
      `select ${EXECUTION.list} from execution
       where job_id = $1 and lane = 'bulk' and status in ('queued', 'running', 'paused', 'awaiting_approval')`,
      [jobId],
    );
    const executions = rows.map(executionFromRow);
    return {
      active: executions.find(({ status }) => status !== 'queued'),
      queued: executions.find(({ status }) => status === 'queued'),
    };
  }

  /** Newest first: ids carry their time. */
  async list(
    { jobId, statuses, withoutPreviews = false, deadLetters = false }: ExecutionFilter,
    request: ListRequest,
  ): Promise<Listed<Execution>> {
    const rows = await this.session.rows<ExecutionRow>(
      `select ${EXECUTION.list} from execution
       where ($1::uuid is null or job_id = $1) and ($2::uuid is null or id < $2)
         and not ($4 and lane = 'preview') and (not $5 or dead_letter = 'dead')
         and ($6::text[] is null or status = any($6)) and tenant_id = $7 and forgotten_at is null order by id desc limit $3`,
      [
        jobId ?? null,
        request.after,
        request.limit + 1,
        withoutPreviews,
        deadLetters,
        statuses ?? null,
        this.session.tenant,
      ],
    );
    return listed(rows, request, (row) => row.id, executionFromRow);
  }

  async latestBulk(jobIds: readonly JobId[]): Promise<ReadonlyMap<JobId, ExecutionStatus>> {
    if (jobIds.length === 0) return new Map();
    const rows = await this.session.rows<{ job_id: string; status: ExecutionStatus }>(
      `select j.id as job_id, e.status from unnest($1::uuid[]) as j(id)
       cross join lateral (
         select status from execution where job_id = j.id and lane = 'bulk' order by id desc limit 1) e`,
      [jobIds],
    );
    return new Map(rows.map((row) => [row.job_id, row.status]));
  }

  async listGoing(connectionId: ConnectionId): Promise<readonly ExecutionId[]> {
    const rows = await this.session.rows<{ id: string }>(
      `select e.id from execution e
       where ${IS_GOING} and e.job_id in (select id from job where connection_id = $1) order by e.id`,
      [connectionId],
    );
    return rows.map(({ id }) => id);
  }

  async listUnended(
    of: JobId | { readonly connection: ConnectionId },
    limit: number,
  ): Promise<readonly ExecutionId[]> {
    const isJob = typeof of === 'string';
    const ofWhom = isJob ? '= $1' : 'in (select id from job where connection_id = $1)';
    const rows = await this.session.rows<{ id: string }>(
      `select id from execution
       where job_id ${ofWhom} and status in ('queued', 'running', 'paused', 'awaiting_approval')
       order by id limit $2`,
      [isJob ? of : of.connection, limit],
    );
    return rows.map(({ id }) => id);
  }

  private async findOne(id: ExecutionId, lock: string): Promise<Execution | undefined> {
    if (!isUuid(id)) return undefined;
    const row = await this.session.row<ExecutionRow>(
      `select ${EXECUTION.list} from execution where id = $1 and tenant_id = $2 and forgotten_at is null ${lock}`,
      [id, this.session.tenant],
    );
    return row && executionFromRow(row);
  }
}

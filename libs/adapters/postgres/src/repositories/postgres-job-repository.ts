import { SyncError, type ConnectionId, type Job, type JobId } from '@evenkeel/domain';
import type { JobRepository, Listed, ListRequest } from '@evenkeel/ports';
import type { Session, Value } from '../connection/session.js';
import { JOB_COLUMNS, jobFromRow, jobToRow, type JobRow } from '../rows/job-row.js';
import { listed } from './keyset.js';
import { isUuid } from './row-names.js';

const NEWEST = `select ${JOB_COLUMNS} from job j join job_revision r on r.job_id = j.id and r.revision = j.revision`;
const FIRST_REVISION = 1;

export class PostgresJobRepository implements JobRepository {
  constructor(private readonly session: Session) {}

  async insert(job: Job): Promise<void> {
    const written = await this.session.write(
      `insert into job (id, tenant_id, connection_id, name, stream, record_type, revision)
       values ($1, $2, $3, $4, $5, $6, $7) on conflict do nothing`,
      jobToRow(job, FIRST_REVISION),
    );
    if (written === 0) throw await this.conflictOf(job);
    await this.session.write('insert into job_revision (job_id, revision, definition) values ($1, $2, $3)', [
      job.id,
      FIRST_REVISION,
      JSON.stringify(job.definition),
    ]);
  }

  async find(id: JobId, revision?: number): Promise<Job | undefined> {
    if (!isUuid(id)) return undefined;
    const row = await this.session.row<JobRow>(
      `select ${JOB_COLUMNS} from job j
       join job_revision r on r.job_id = j.id and r.revision = coalesce($2::int, j.revision)
       where j.id = $1`,
      [id, revision ?? null],
    );
    return row && jobFromRow(row);
  }

  async findByName(name: string): Promise<Job | undefined> {
    return (await this.newest('where j.name = $1', [name]))[0];
  }

  /** By name. */
  async list(request: ListRequest): Promise<Listed<Job>> {
    const rows = await this.session.rows<JobRow>(
      `${NEWEST} where $1::text is null or j.name > $1 order by j.name limit $2`,
      [request.after, request.limit + 1],
    );
    return listed(rows, request, (row) => row.name, jobFromRow);
  }

  async listScheduled(): Promise<readonly Job[]> {
    return this.newest(`where jsonb_typeof(r.definition -> 'schedule') = 'object' order by j.id`, []);
  }

  async listDependents(id: JobId): Promise<readonly JobId[]> {
    const jobs = await this.newest(`where r.definition -> 'dependsOn' ? $1 order by j.id`, [id]);
    return jobs.map((job) => job.id);
  }

  async listForWebhook(connectionId: ConnectionId, stream: string): Promise<readonly Job[]> {
    return this.newest(
      `where j.connection_id = $1 and j.stream = $2 and (r.definition -> 'webhook')::bool order by j.id`,
      [connectionId, stream],
    );
  }

  private async newest(where: string, values: readonly Value[]): Promise<Job[]> {
    return (await this.session.rows<JobRow>(`${NEWEST} ${where}`, values)).map(jobFromRow);
  }

  private async conflictOf({ name, definition }: Job): Promise<SyncError> {
    const message =
      (await this.findByName(name)) === undefined
        ? `Another job brings ${definition.stream} into ${definition.recordType} already`
        : `A job named ${name} exists already`;
    return new SyncError('request.already_exists', message);
  }
}

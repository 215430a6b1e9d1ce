import { SyncError, type ConnectionId, type Job, type JobId } from '@evenkeel/domain';
import type { JobRepository, Listed, ListRequest } from '@evenkeel/ports';
import type { Session } from '../database/session.js';
import { JOB_COLUMNS, jobFromRow, jobToRow, type JobRow } from './row.js';
import { bringsType, findReaderOf, IS_THERE, newestJobs, NEWEST } from './statements.js';
import { listed } from '../table/keyset.js';
import { isUuid } from '../table/row-names.js';

const FIRST_REVISION = 1;
/** Any number that no other advisory lock has. */
const DEPENDENCIES_LOCK = 7_001;

export class PostgresJobRepository implements JobRepository {
  constructor(private readonly session: Session) {}

  async insert(job: Job): Promise<void> {
    this.session.assertOwn(job);
    const written = await this.session.write(
      `insert into job (id, tenant_id, connection_id, name, stream, record_type, revision, direction)
       values ($1, $2, $3, $4, $5, $6, $7, $8) on conflict do nothing`,
      jobToRow(job, FIRST_REVISION),
    );
    if (written === 0) throw await this.conflictOf(job);
    await this.insertRevision({ ...job, revision: FIRST_REVISION });
    const { connectionId, definition } = job;
    // From here on its references say what is here, and not only where it went.
    if (definition.direction !== 'outbound')
      await this.session.write(
        `update reference_set set is_written = false
         where connection_id = $1 and stream = $2 and record_type = $3 and rule = '' and is_written`,
        [connectionId, definition.stream, definition.recordType],
      );
  }

  async lock(id: JobId): Promise<Job | undefined> {
    if (!isUuid(id)) return undefined;
    await this.session.row('select id from job where id = $1 and tenant_id = $2 for no key update', [
      id,
      this.session.tenant,
    ]);
    // A statement of its own: its snapshot must be taken after the lock was granted.
    return this.find(id);
  }

  async saveRevision(job: Job): Promise<void> {
    const namesake = await this.findByName(job.name);
    if (namesake !== undefined && namesake.id !== job.id) throw nameTaken(job.name);
    await this.session.write('update job set name = $2, revision = $3 where id = $1', [
      job.id,
      job.name,
      job.revision,
    ]);
    await this.insertRevision(job);
  }

  async lockDependencies(): Promise<void> {
    await this.session.row('select pg_advisory_xact_lock($1)', [DEPENDENCIES_LOCK]);
  }

  async find(id: JobId, revision?: number): Promise<Job | undefined> {
    if (!isUuid(id)) return undefined;
    const row = await this.session.row<JobRow>(
      `select ${JOB_COLUMNS} from job j
       join job_revision r on r.job_id = j.id and r.revision = coalesce($2::int, j.revision)
       where j.id = $1 and j.tenant_id = $3`,
      [id, revision ?? null, this.session.tenant],
    );
    return row && jobFromRow(row);
  }

  async findByName(name: string): Promise<Job | undefined> {
    return (
      await newestJobs(this.session, `where j.name = $1 and j.tenant_id = $2 and ${IS_THERE}`, [
        name,
        this.session.tenant,
      ])
    )[0];
  }

  async findRemoved(name: string): Promise<Job | undefined> {
    const removed = await newestJobs(
      this.session,
      `where j.name = $1 and j.tenant_id = $2 and j.removed_at is not null
       order by j.removed_at desc, j.id desc limit 1`,
      [name, this.session.tenant],
    );
    return removed[0];
  }

  /** By name. */
  async list(request: ListRequest): Promise<Listed<Job>> {
    const rows = await this.session.rows<JobRow>(
      `${NEWEST} where ${IS_THERE} and j.tenant_id = $3 and ($1::text is null or j.name > $1) order by j.name limit $2`,
      [request.after, request.limit + 1, this.session.tenant],
    );
    return listed(rows, request, (row) => row.name, jobFromRow);
  }

  async listOfRecordType(recordType: string): Promise<readonly Job[]> {
    return newestJobs(
      this.session,
      `where ${IS_THERE} and ${bringsType('$1')} and j.tenant_id = $2 order by j.name`,
      [recordType, this.session.tenant],
    );
  }

  async listDependents(id: JobId): Promise<readonly JobId[]> {
    const jobs = await newestJobs(
      this.session,
      `where ${IS_THERE} and r.definition -> 'dependsOn' ? $1 order by j.id`,
      [id],
    );
    return jobs.map((job) => job.id);
  }

  async listForWebhook(connectionId: ConnectionId, stream: string): Promise<readonly Job[]> {
    return newestJobs(
      this.session,
      `where ${IS_THERE} and j.connection_id = $1 and j.stream = $2 and (r.definition -> 'webhook')::bool order by j.id`,
      [connectionId, stream],
    );
  }

  async listForEvent(connectionId: ConnectionId, stream: string): Promise<readonly Job[]> {
    return newestJobs(
      this.session,
      `where ${IS_THERE} and j.connection_id = $1 and j.stream = $2 and j.tenant_id = $3 and (r.definition -> 'event')::bool order by j.id`,
      [connectionId, stream, this.session.tenant],
    );
  }

  async listForTopic(topic: string): Promise<readonly Job[]> {
    return newestJobs(
      this.session,
      `where ${IS_THERE} and j.tenant_id = $2 and r.definition -> 'listen' ->> 'topic' = $1 order by j.id`,
      [topic, this.session.tenant],
    );
  }

  private async insertRevision({ id, revision, definition }: Job): Promise<void> {
    await this.session.write('insert into job_revision (job_id, revision, definition) values ($1, $2, $3)', [
      id,
      revision,
      JSON.stringify(definition),
    ]);
  }

  private async conflictOf(job: Job): Promise<SyncError> {
    if ((await this.findByName(job.name)) !== undefined) return nameTaken(job.name);
    const { stream, recordType } = job.definition;
    if ((await findReaderOf(this.session, job)) !== undefined) {
      return new SyncError(
        'request.already_exists',
        `Another job brings ${stream} into ${recordType} already`,
      );
    }
    const message = `The references of a removed job of ${stream} are still being dropped: try again in a minute`;
    return new SyncError('request.wrong_state', message);
  }
}

function nameTaken(name: string): SyncError {
  return new SyncError('request.already_exists', `A job named ${name} exists already`);
}

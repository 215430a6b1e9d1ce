import { SyncError, type ConnectionId, type Job, type JobId } from '@evenkeel/domain';
import type { JobRemoval, JobRepository, Listed, ListRequest, UnsettledJob } from '@evenkeel/ports';
import type { Session, Value } from '../connection/session.js';
import { JOB_COLUMNS, jobFromRow, jobToRow, type JobRow } from '../rows/job-row.js';
import { listed } from './keyset.js';
import { isUuid } from './row-names.js';

const NEWEST = `select ${JOB_COLUMNS} from job j join job_revision r on r.job_id = j.id and r.revision = j.revision`;
const IS_THERE = 'j.removed_at is null';
const FIRST_REVISION = 1;
/** Any number that no other advisory lock has. */
const DEPENDENCIES_LOCK = 7_001;

export class PostgresJobRepository implements JobRepository {
  constructor(private readonly session: Session) {}

  async insert(job: Job): Promise<void> {
    const written = await this.session.write(
      `insert into job (id, tenant_id, connection_id, name, stream, record_type, revision)
       values ($1, $2, $3, $4, $5, $6, $7) on conflict do nothing`,
      jobToRow(job, FIRST_REVISION),
    );
    if (written === 0) throw await this.conflictOf(job);
    await this.insertRevision({ ...job, revision: FIRST_REVISION });
  }

  async lock(id: JobId): Promise<Job | undefined> {
    if (!isUuid(id)) return undefined;
    await this.session.row('select id from job where id = $1 for no key update', [id]);
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
       where j.id = $1`,
      [id, revision ?? null],
    );
    return row && jobFromRow(row);
  }

  async findByName(name: string): Promise<Job | undefined> {
    return (await this.newest(`where j.name = $1 and ${IS_THERE}`, [name]))[0];
  }

  async findRemoved(name: string): Promise<Job | undefined> {
    const removed = await this.newest(
      'where j.name = $1 and j.removed_at is not null order by j.removed_at desc, j.id desc limit 1',
      [name],
    );
    return removed[0];
  }

  /** By name. */
  async list(request: ListRequest): Promise<Listed<Job>> {
    const rows = await this.session.rows<JobRow>(
      `${NEWEST} where ${IS_THERE} and ($1::text is null or j.name > $1) order by j.name limit $2`,
      [request.after, request.limit + 1],
    );
    return listed(rows, request, (row) => row.name, jobFromRow);
  }

  async listScheduled(): Promise<readonly Job[]> {
    return this.newest(
      `where ${IS_THERE} and jsonb_typeof(r.definition -> 'schedule') = 'object' order by j.id`,
      [],
    );
  }

  async listDependents(id: JobId): Promise<readonly JobId[]> {
    const jobs = await this.newest(`where ${IS_THERE} and r.definition -> 'dependsOn' ? $1 order by j.id`, [
      id,
    ]);
    return jobs.map((job) => job.id);
  }

  async listForWebhook(connectionId: ConnectionId, stream: string): Promise<readonly Job[]> {
    return this.newest(
      `where ${IS_THERE} and j.connection_id = $1 and j.stream = $2 and (r.definition -> 'webhook')::bool order by j.id`,
      [connectionId, stream],
    );
  }

  async remove(id: JobId, { actor, detach }: JobRemoval): Promise<void> {
    if (detach) await this.assertStreamIsFree(id);
    await this.session.write(
      `update job set removed_at = coalesce(removed_at, engine_now()), removed_by = coalesce(removed_by, $2),
         detaching = detaching or $3, settled = settled and not $3 where id = $1`,
      [id, actor, detach],
    );
  }

  async listUnsettled(): Promise<readonly UnsettledJob[]> {
    return this.session.rows<UnsettledJob & Record<string, unknown>>(
      'select id, removed_by as actor from job where removed_at is not null and not settled order by id',
    );
  }

  async leaveGroups(id: JobId): Promise<void> {
    await this.session.write('delete from group_run_job where job_id = $1 and trigger_id is null', [id]);
    await this.session.write('delete from sync_group_job where job_id = $1', [id]);
  }

  async dropReferences(id: JobId, limit: number): Promise<number> {
    return this.session.write(
      `delete from external_reference where id = any(array(
         select e.id from job j
         join reference_set s on s.connection_id = j.connection_id and s.stream = j.stream
           and s.record_type = j.record_type
         cross join lateral (
           select id, external_id from external_reference where set_id = s.id order by external_id limit $2) e
         where j.id = $1 and j.detaching))`,
      [id, limit],
    );
  }

  async settle(id: JobId): Promise<void> {
    await this.session.write('update job set settled = true, detaching = false where id = $1', [id]);
  }

  private async insertRevision({ id, revision, definition }: Job): Promise<void> {
    await this.session.write('insert into job_revision (job_id, revision, definition) values ($1, $2, $3)', [
      id,
      revision,
      JSON.stringify(definition),
    ]);
  }

  private async newest(where: string, values: readonly Value[]): Promise<Job[]> {
    return (await this.session.rows<JobRow>(`${NEWEST} ${where}`, values)).map(jobFromRow);
  }

  private async assertStreamIsFree(id: JobId): Promise<void> {
    const job = await this.find(id);
    const other = job && (await this.readerOf(job));
    if (other === undefined || other.id === id) return;
    const message = `The references belong to job ${other.name} by now: remove that one with them`;
    throw new SyncError('request.wrong_state', message);
  }

  /** The job that is there and brings the same stream into the same record type. */
  private async readerOf({ connectionId, definition }: Job): Promise<Job | undefined> {
    const [reader] = await this.newest(
      `where ${IS_THERE} and j.connection_id = $1 and j.stream = $2 and j.record_type = $3`,
      [connectionId, definition.stream, definition.recordType],
    );
    return reader;
  }

  private async conflictOf(job: Job): Promise<SyncError> {
    if ((await this.findByName(job.name)) !== undefined) return nameTaken(job.name);
    const { stream, recordType } = job.definition;
    if ((await this.readerOf(job)) !== undefined) {
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

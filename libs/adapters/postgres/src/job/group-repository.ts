import {
  SyncError,
  type GroupMember,
  type GroupRun,
  type GroupRunId,
  type JobId,
  type SyncGroup,
  type SyncGroupId,
  type TriggerId,
} from '@evenkeel/domain';
import type { GroupRepository } from '@evenkeel/ports';
import type { Session, Value } from '../database/session.js';
import { isUuid } from '../table/row-names.js';
import { IS_LATEST, IS_UNFINISHED } from './statements.js';

const GROUP = `select g.id, g.tenant_id as "tenantId", g.name,
  array(select job_id::text from sync_group_job m where m.group_id = g.id order by m.ordinal) as "jobIds"
  from sync_group g`;
const RUN = `select r.id, r.group_id as "groupId", r.actor, r.requested_at as "requestedAt" from group_run r`;
/** Of the run `r`. */
const OF_TENANT = 'exists (select from sync_group g where g.id = r.group_id and g.tenant_id = $2)';

export class PostgresGroupRepository implements GroupRepository {
  constructor(private readonly session: Session) {}

  async insert({ id, tenantId, name, jobIds }: SyncGroup): Promise<void> {
    this.session.assertOwn({ tenantId });
    const written = await this.session.write(
      'insert into sync_group (id, tenant_id, name) values ($1, $2, $3) on conflict do nothing',
      [id, tenantId, name],
    );
    if (written === 0) throw new SyncError('request.already_exists', `A group named ${name} exists already`);
    await this.insertJobs(id, jobIds);
  }

  async saveJobs(id: SyncGroupId, jobIds: readonly JobId[]): Promise<void> {
    if ((await this.find(id)) === undefined) return;
    await this.session.write('delete from sync_group_job where group_id = $1', [id]);
    await this.insertJobs(id, jobIds);
  }

  async remove(id: SyncGroupId): Promise<boolean> {
    if ((await this.find(id)) === undefined) return false;
    await this.session.write(
      'delete from group_run_job where run_id in (select id from group_run where group_id = $1)',
      [id],
    );
    for (const table of ['group_run', 'sync_group_job'])
      await this.session.write(`delete from ${table} where group_id = $1`, [id]);
    return (await this.session.write('delete from sync_group where id = $1', [id])) === 1;
  }

  async find(id: SyncGroupId): Promise<SyncGroup | undefined> {
    return isUuid(id) ? this.group('g.id = $1', [id]) : undefined;
  }

  async findByName(name: string): Promise<SyncGroup | undefined> {
    return this.group('g.name = $1', [name]);
  }

  async list(): Promise<readonly SyncGroup[]> {
    return this.session.rows<SyncGroup>(`${GROUP} where g.tenant_id = $1 order by g.name`, [
      this.session.tenant,
    ]);
  }

  async lockLatestRun(id: SyncGroupId): Promise<GroupRun | undefined> {
    await this.session.row('select id from sync_group where id = $1 for no key update', [id]);
    // A statement of its own: its snapshot must be taken after the lock was granted.
    return this.latestRun(id);
  }

  async latestRun(id: SyncGroupId): Promise<GroupRun | undefined> {
    return this.session.row<GroupRun>(`${RUN} where r.group_id = $1 order by r.id desc limit 1`, [id]);
  }

  async insertRun({ id, groupId, actor, requestedAt }: GroupRun, jobIds: readonly JobId[]): Promise<void> {
    await this.session.write(
      'insert into group_run (id, group_id, actor, requested_at) values ($1, $2, $3, $4)',
      [id, groupId, actor, requestedAt],
    );
    await this.session.write('insert into group_run_job (run_id, job_id) select $1, unnest($2::uuid[])', [
      id,
      jobIds,
    ]);
  }

  async lockRun(id: GroupRunId): Promise<GroupRun | undefined> {
    return this.session.row<GroupRun>(
      `${RUN} where r.id = $1 and ${OF_TENANT} and ${IS_LATEST} for no key update`,
      [id, this.session.tenant],
    );
  }

  async members(id: GroupRunId): Promise<readonly GroupMember[]> {
    return this.session.rows<GroupMember>(
      `select m.job_id as "jobId", m.trigger_id as "triggerId", e.id as "executionId", e.status,
         array(select jsonb_array_elements_text(coalesce(v.definition -> 'dependsOn', '[]'))) as "dependsOn"
       from group_run_job m
       join group_run r on r.id = m.run_id
       join job j on j.id = m.job_id
       join job_revision v on v.job_id = j.id and v.revision = j.revision
       left join sync_group_job g on g.group_id = r.group_id and g.job_id = m.job_id
       left join trigger t on t.id = m.trigger_id
       left join execution e on e.id = t.execution_id
       where m.run_id = $1 and not coalesce(t.state = 'skipped' and t.execution_id is null, false)
       order by g.ordinal, m.job_id`,
      [id],
    );
  }

  async saveTrigger(id: GroupRunId, jobId: JobId, triggerId: TriggerId): Promise<void> {
    await this.session.write('update group_run_job set trigger_id = $3 where run_id = $1 and job_id = $2', [
      id,
      jobId,
      triggerId,
    ]);
  }

  async listUnfinished(): Promise<readonly GroupRunId[]> {
    const rows = await this.session.rows<{ id: string }>(
      `select r.id from group_run r join sync_group g on g.id = r.group_id
       where g.tenant_id = $1 and ${IS_UNFINISHED} order by r.id`,
      [this.session.tenant],
    );
    return rows.map(({ id }) => id);
  }

  private async insertJobs(id: SyncGroupId, jobIds: readonly JobId[]): Promise<void> {
    await this.session.write(
      `insert into sync_group_job (group_id, job_id, ordinal)
       select $1, m.job_id, m.ordinal from unnest($2::uuid[]) with ordinality as m(job_id, ordinal)`,
      [id, jobIds],
    );
  }

  private async group(which: string, values: readonly Value[]): Promise<SyncGroup | undefined> {
    const { tenant } = this.session;
    return this.session.row<SyncGroup>(`${GROUP} where ${which} and g.tenant_id = $2`, [...values, tenant]);
  }
}

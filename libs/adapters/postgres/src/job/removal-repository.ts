import { SyncError, type JobId } from '@evenkeel/domain';
import type { JobRemoval, JobRemovalRepository } from '@evenkeel/ports';
import { expireConflicts } from '../conflict/expire-statement.js';
import type { Session } from '../database/session.js';
import { findReaderOf, newestJobs } from './statements.js';

export class PostgresJobRemovalRepository implements JobRemovalRepository {
  constructor(private readonly session: Session) {}

  async begin(id: JobId, { actor, detach }: JobRemoval): Promise<void> {
    if (detach) await this.assertStreamIsFree(id);
    await this.session.write(
      `update job set removed_at = coalesce(removed_at, engine_now()), removed_by = coalesce(removed_by, $2),
         detaching = detaching or $3, settled = settled and not $3 where id = $1`,
      [id, actor, detach],
    );
    await this.session.write(expireConflicts('f.job_id = $1', '$2::text'), [id, actor]);
  }

  async leaveGroups(id: JobId): Promise<void> {
    await this.session.write('delete from group_run_job where job_id = $1 and trigger_id is null', [id]);
    await this.session.write('delete from sync_group_job where job_id = $1', [id]);
  }

  async dropReferences(id: JobId, limit: number): Promise<number> {
    // A record that had other sources too stays as it is until one of these says something else.
    return this.session.write(
      `with due as materialized (
         select e.id from job j
         join reference_set s on s.connection_id = j.connection_id and s.stream = j.stream
           and case when s.rule = '' then s.record_type else s.parent_type end = j.record_type
         cross join lateral (
           select id, external_id from external_reference where set_id = s.id order by external_id limit $2) e
         where j.id = $1 and j.detaching),
       links as (delete from record_link where from_reference = any(array(select id from due))),
       keys as (delete from match_key where reference_id = any(array(select id from due))),
       bases as (delete from reference_base where reference_id = any(array(select id from due))),
       said as (delete from projection where reference_id = any(array(select id from due)))
       delete from external_reference where id = any(array(select id from due))`,
      [id, limit],
    );
  }

  async markCleared(id: JobId): Promise<void> {
    await this.session.write('delete from local_change where job_id = $1', [id]);
    await this.session.write(
      'delete from pairing_record r using pairing p where p.job_id = $1 and r.plan_id = p.plan_id',
      [id],
    );
    await this.session.write('delete from pairing where job_id = $1', [id]);
    await this.session.write('update job set settled = true, detaching = false where id = $1', [id]);
  }

  private async assertStreamIsFree(id: JobId): Promise<void> {
    const [job] = await newestJobs(this.session, 'where j.id = $1', [id]);
    const other = job && (await findReaderOf(this.session, job));
    if (other === undefined || other.id === id) return;
    const message = `The references belong to job ${other.name} by now: remove that one with them`;
    throw new SyncError('request.wrong_state', message);
  }
}

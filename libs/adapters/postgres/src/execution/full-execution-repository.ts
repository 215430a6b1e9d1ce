import { type FullExecution, type FullHistory, type JobId } from '@evenkeel/domain';
import type { FullExecutionRepository } from '@evenkeel/ports';
import type { Session } from '../database/session.js';

/** Enough to find a fast one, and one that read everything. */
export const MOST_RUNS = 20;

/** Both indexes of ended bulk runs are in the order of their ends: few rows are read, however long the history. */
const ENDED_BULK = `e.job_id = $1 and e.lane = 'bulk' and e.finished_at is not null and e.started_at is not null`;

/** $1 job id. */
const KNOWN_OF_JOB = `
  select r.created_at as "jobAddedAt", c.since as "lookedForDeletionsAt", coalesce(c.active, 0) as "recordsHere",
    (select e.id from execution e
      where ${ENDED_BULK} and e.scope ->> 'kind' in ('full', 'incremental')
      order by e.finished_at desc, e.id desc limit 1) as "endedLast",
    coalesce((select e.status = 'failed' and e.reason ->> 'code' = 'provider.changes_expired' from execution e
      where ${ENDED_BULK} order by e.finished_at desc, e.id desc limit 1), false) as "changesExpired"
  from job_revision r
  left join lateral (
    select since, active from close_out
    where job_id = r.job_id and complete and approval_id is null order by judged_at desc limit 1) c on true
  where r.job_id = $1 and r.revision = 1`;

/** $1 job id, $2 how many. */
const FULL_RUNS = `
  select e.id, e.job_revision as "jobRevision", e.started_at as "startedAt", e.finished_at as "finishedAt", e.status, e.reason,
    case when e.clock_since = e.started_at then extract(epoch from e.finished_at - e.started_at)::float8 * 1000 end as "durationMs",
    coalesce((e.receipt ->> 'fetched')::int, 0) as fetched,
    e.plan is not null or exists (select from approval a where a.execution_id = e.id) as "isDecidedOn",
    coalesce(c.doubted, false) as doubted, coalesce(c.further, false) as "gotFurther", coalesce(c.more, false) as "hasMoreToRead",
    c.reports as "reportsDeletions"
  from execution e cross join lateral (
    select bool_or(c.doubt is not null) as doubted, bool_or(c.applied_at >= e.clock_since) as further,
      bool_or(c.state <> 'applied') as more,
      bool_or(coalesce((c.declared ->> 'reportsDeletions')::bool, false)) filter (where c.declared is not null) as reports
    from chunk c where c.execution_id = e.id) c
  where ${ENDED_BULK} and e.mode = 'full' and e.scope ->> 'kind' = 'full' order by e.finished_at desc, e.id desc limit $2`;

export class PostgresFullExecutionRepository implements FullExecutionRepository {
  constructor(private readonly session: Session) {}

  async history(jobId: JobId): Promise<FullHistory> {
    const known = await this.session.row<Omit<FullHistory, 'fullRuns'>>(KNOWN_OF_JOB, [jobId]);
    if (known === undefined) throw new Error(`There is no job ${jobId}`);
    return { ...known, fullRuns: await this.session.rows<FullExecution>(FULL_RUNS, [jobId, MOST_RUNS]) };
  }
}

import type { Job } from '@evenkeel/domain';
import { IS_ADMITTED } from '../connection/control-repository.js';
import type { Session, Value } from '../database/session.js';
import { JOB_COLUMNS, jobFromRow, type JobRow } from './row.js';

/** Jobs `j` with their newest revisions `r`. */
export const NEWEST = `select ${JOB_COLUMNS} from job j join job_revision r on r.job_id = j.id and r.revision = j.revision`;
export const IS_THERE = 'j.removed_at is null';

export async function newestJobs(session: Session, where: string, values: readonly Value[]): Promise<Job[]> {
  return (await session.rows<JobRow>(`${NEWEST} ${where}`, values)).map(jobFromRow);
}

/** The job that is there and brings the same stream into the same record type. */
export async function findReaderOf(
  session: Session,
  { connectionId, definition }: Job,
): Promise<Job | undefined> {
  const [reader] = await newestJobs(
    session,
    `where ${IS_THERE} and j.connection_id = $1 and j.stream = $2 and j.record_type = $3`,
    [connectionId, definition.stream, definition.recordType],
  );
  return reader;
}

/** Of a job `j`: its newest revision makes records of this type, or derives them; `name`: text of SQL. */
export const bringsType = (name: string): string => `(j.record_type = ${name} or exists (
    select from job_revision d where d.job_id = j.id and d.revision = j.revision
      and d.definition -> 'derive' @> jsonb_build_array(jsonb_build_object('recordType', ${name}::text))))`;

/** Of a run `r` of a group: no later one has taken its place. */
export const IS_LATEST =
  'not exists (select from group_run later where later.group_id = r.group_id and later.id > r.id)';
/** The same, and a job has not had its turn. */
export const IS_UNFINISHED = `${IS_LATEST} and exists (
  select from group_run_job m where m.run_id = r.id and m.trigger_id is null)`;

/** $1 milliseconds, $2 at most so many: triggers that nothing answers, joined with their jobs `j`. */
export const unansweredTriggers = (ofWhom: string): string => `
  select t.id as "triggerId", t.job_id as "jobId", j.tenant_id as "tenantId"
  from trigger t join job j on j.id = t.job_id
  where t.state = 'accepted' and t.accepted_at <= (select engine_now()) - $1 * interval '1 millisecond'
    and ${IS_ADMITTED} and ${ofWhom}
  order by t.accepted_at, t.id limit $2`;

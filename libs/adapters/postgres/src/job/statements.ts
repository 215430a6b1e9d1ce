import type { Job } from '@evenkeel/domain';
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

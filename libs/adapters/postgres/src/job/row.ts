import { JOB_DEFAULTS, type Job, type JobDefinition } from '@evenkeel/domain';
import type { Value } from '../database/session.js';

/** A job joined with one of its revisions. */
export interface JobRow {
  id: string;
  tenant_id: string;
  connection_id: string;
  name: string;
  revision: number;
  definition: JobDefinition;
  removed_at: Date | null;
}

export const JOB_COLUMNS =
  'j.id, j.tenant_id, j.connection_id, j.name, r.revision, r.definition, j.removed_at';

export function jobFromRow(row: JobRow): Job {
  return {
    id: row.id,
    tenantId: row.tenant_id,
    connectionId: row.connection_id,
    name: row.name,
    revision: row.revision,
    // Revisions are kept as they were written, also those from before a field existed.
    definition: { ...JOB_DEFAULTS, ...row.definition },
    ...(row.removed_at === null ? {} : { removedAt: row.removed_at }),
  };
}

export function jobToRow({ id, tenantId, connectionId, name, definition }: Job, revision: number): Value[] {
  const { stream, recordType, direction } = definition;
  return [id, tenantId, connectionId, name, stream, recordType, revision, direction];
}

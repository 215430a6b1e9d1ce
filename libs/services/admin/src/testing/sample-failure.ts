import type { JobView } from '@evenkeel/contracts-admin';
import { describeProblem, SyncError, type FailureSave } from '@evenkeel/domain';
import { UuidIds } from '@evenkeel/adapter-node-runtime';
import type { StartedAdmin } from './start-admin.js';

const AT = '2026-11-21T12:00:00.000Z';
const ids = new UuidIds();

/** A failure of the job as ingestion would keep it; gives its id. */
export async function sampleFailure(
  { database }: StartedAdmin,
  job: JobView,
  externalId: string | null,
  changes: Partial<FailureSave> = {},
): Promise<string> {
  const executionId = ids.next();
  const problem = describeProblem(new SyncError('record.required_field_missing', 'email is missing'));
  const key = externalId === null ? 'payload:digest' : `id:${externalId}`;
  const save: FailureSave = {
    id: null,
    key,
    externalId,
    state: 'retrying',
    executions: 1,
    executionId,
    observedAt: AT,
    stage: 'map',
    problem,
    pattern: problem.message,
    groupKey: 'group-1',
    payload: { raw: `{"id":"${externalId}"}`, digest: 'digest', version: null, modifiedAt: null },
    mapped: null,
    firstFailedAt: AT,
    lastFailedAt: AT,
    history: [{ kind: 'failed', at: AT, executionId, code: problem.code, message: problem.message }],
    ...changes,
  };
  return database.tenant.transaction(async (tx) => {
    await tx.failures.save(job.id, [save]);
    return (await tx.failures.lock(job.id, [key]))[0]!.id;
  });
}

import { describeProblem, SyncError, type FailureSave } from '@evenkeel/domain';
import { newId } from './store-fixtures.js';

const NOW = '2026-11-01T12:00:00.007Z';

/** A record that failed for the first time. */
export function someFailure(externalId: string, changes: Partial<FailureSave> = {}): FailureSave {
  const executionId = newId();
  const problem = describeProblem(new SyncError('record.required_field_missing', 'email is missing'));
  return {
    id: null,
    key: `id:${externalId}`,
    externalId,
    state: 'retrying',
    executions: 1,
    executionId,
    observedAt: NOW,
    stage: 'map',
    problem,
    pattern: 'email is missing',
    groupKey: 'group-1',
    payload: { raw: '{"id":"\\u0000"}', digest: 'digest', version: '7.5', modifiedAt: '2026-10-31' },
    mapped: null,
    firstFailedAt: NOW,
    lastFailedAt: NOW,
    history: [{ kind: 'failed', at: NOW, executionId, code: problem.code, message: problem.message }],
    ...changes,
  };
}

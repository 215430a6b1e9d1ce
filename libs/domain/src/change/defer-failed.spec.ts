import { describeProblem, SyncError } from '../errors/sync-error.js';
import type { ErrorCode } from '../errors/error-catalog.js';
import { deferFailed } from './defer-failed.js';
import type { PlannedInput } from './decide-changes.js';

function failed(code: ErrorCode, changes: Partial<PlannedInput> = {}): PlannedInput {
  const problem = describeProblem(new SyncError(code, 'It went wrong'));
  return { externalId: 'a', outcome: 'errored', target: { kind: 'none' }, problem, ...changes };
}

const outcomeOf = (input: PlannedInput) =>
  deferFailed({ creates: [], updates: [], sightings: [], inputs: [[input]] }).inputs[0]?.[0]?.outcome;

describe('a record that is to be tried again', () => {
  it.each(['provider.timeout', 'system.unexpected', 'provider.cursor_expired'] as const)(
    'failed with %s, which may pass',
    (code) => {
      expect(outcomeOf(failed(code))).toBe('retried');
    },
  );

  it('did not fail for what somebody has to change first', () => {
    expect(outcomeOf(failed('provider.record_gone', { outcome: 'refused' }))).toBe('refused');
    expect(outcomeOf(failed('record.missing_id', { outcome: 'rejected' }))).toBe('rejected');
  });

  it('has an id to ask for', () => {
    expect(outcomeOf(failed('provider.timeout', { externalId: null }))).toBe('errored');
  });
});

import { describeProblem, SyncError } from '../errors/sync-error.js';
import type { ErrorCode } from '../errors/error-catalog.js';
import type { PreparedRecord } from '../record/prepare-record.js';
import { decideFailed } from './decide-failed.js';

type Failed = Extract<PreparedRecord, { readonly kind: 'failed' }>;

function failed(code: ErrorCode, changes: Partial<Failed> = {}): Failed {
  const problem = describeProblem(new SyncError(code, 'It went wrong'));
  return { kind: 'failed', externalId: 'a', outcome: 'errored', problem, ...changes };
}

const outcomeOf = (record: Failed) => decideFailed(record, { triesAgain: true }).outcome;

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
    expect(outcomeOf(failed('system.unexpected', { outcome: 'rejected' }))).toBe('rejected');
  });

  it('has an id to ask for', () => {
    expect(outcomeOf(failed('provider.timeout', { externalId: null }))).toBe('errored');
  });

  it('belongs to a chunk whose records are tried again at all', () => {
    expect(decideFailed(failed('provider.timeout'), {}).outcome).toBe('errored');
    expect(decideFailed(failed('provider.timeout'), { triesAgain: false }).outcome).toBe('errored');
  });
});

import { ERROR_CLASSES } from '../errors/error-class.js';
import { describeProblem, SyncError } from '../errors/sync-error.js';
import { reasonOf, timedOut } from './decide-giving-up.js';

const problem = { code: 'provider.timeout', message: 'm', remedy: 'r' };

describe('why an execution was given up', () => {
  it('keeps code, message and remedy of the problem', () => {
    expect(reasonOf({ ...problem, errorClass: 'transient' })).toEqual({ kind: 'transient', ...problem });
  });

  it('is credentials only where the provider refused them', () => {
    expect(
      ERROR_CLASSES.filter((errorClass) => reasonOf({ ...problem, errorClass }).kind === 'auth'),
    ).toEqual(['auth']);
  });

  it.each([
    ['provider.server_error', 'transient', 'the provider may get over it'],
    ['provider.rate_limited', 'transient', 'the provider may get over it'],
    ['provider.not_found', 'config', 'a person has to correct it'],
    ['record.too_large', 'config', 'a person has to correct it'],
    ['provider.record_gone', 'config', 'a person has to correct it'],
    ['provider.cursor_expired', 'system', 'the engine begins anew'],
    ['system.database', 'system', 'the engine begins anew'],
    ['run.circuit_breaker', 'circuit_breaker', 'it has a reason of its own'],
    ['run.contract_broken', 'contract', 'it has a reason of its own'],
    ['run.schema_changed', 'schema_changed', 'it has a reason of its own'],
  ] as const)('%s is of kind %s: %s', (code, kind, _why) => {
    expect(reasonOf(describeProblem(new SyncError(code, 'm')))).toMatchObject({ kind, code });
  });

  it('names how long it was given when time ran out', () => {
    expect(timedOut(60)).toMatchObject({
      kind: 'timeout',
      message: 'The execution did not end within its 60 min',
    });
  });
});

import { describeProblem, SyncError } from './sync-error.js';

describe('an error that the engine throws on purpose', () => {
  it('is told by its code what class it is of and what a person can do', () => {
    const error = new SyncError('provider.unauthorized', 'The provider answered 401');
    expect(error).toMatchObject({ name: 'SyncError', code: 'provider.unauthorized', errorClass: 'auth' });
    expect(error.message).toBe('The provider answered 401');
    expect(error.remedy).toContain('credentials');
  });

  it('keeps how long to stay away and what the provider answered, where that is known', () => {
    const limited = new SyncError('provider.rate_limited', 'Slow down', { waitMs: 1_500, status: 429 });
    expect([limited.waitMs, limited.status]).toEqual([1_500, 429]);
    const unreachable = new SyncError('provider.unreachable', 'No route');
    expect([unreachable.waitMs, unreachable.status]).toEqual([undefined, undefined]);
  });

  it('names what caused it, and no cause where there is none', () => {
    const cause = new Error('ECONNRESET');
    expect(new SyncError('provider.unreachable', 'No route', { cause }).cause).toBe(cause);
    expect(new SyncError('provider.unreachable', 'No route')).not.toHaveProperty('cause');
  });
});

describe('what is stored of an error', () => {
  it('is code, class, message and remedy, and nothing of its cause', () => {
    const error = new SyncError('system.database', 'No space left', { cause: new Error('password=1') });
    expect(describeProblem(error)).toEqual({
      code: 'system.database',
      errorClass: 'system',
      message: 'No space left',
      remedy: error.remedy,
    });
  });

  it('is its message as an unexpected one where it was not foreseen, whatever was thrown', () => {
    const unexpected = { code: 'system.unexpected', errorClass: 'system' };
    expect(describeProblem(new TypeError('x is undefined'))).toMatchObject({
      ...unexpected,
      message: 'x is undefined',
    });
    expect(describeProblem('x')).toMatchObject({ ...unexpected, message: 'x' });
    expect(describeProblem(undefined).remedy).toMatch(/\.$/);
  });
});

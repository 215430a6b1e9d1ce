import { decideCancel } from './decide-cancel.js';
import { EXECUTION_STATUSES, hasEnded } from './status.js';
import { someExecution } from './testing/some-execution.js';

const now = new Date('2026-11-21T12:00:00Z');
const running = someExecution();

describe('decideCancel', () => {
  it('ends a running execution in a new epoch and says who wanted it', () => {
    const decision = decideCancel(running, { actor: 'ada', now });
    expect(decision).toMatchObject({
      kind: 'cancel',
      execution: {
        status: 'cancelled',
        epoch: 4,
        finishedAt: now,
        reason: { kind: 'user', message: 'Cancelled by ada' },
      },
    });
  });

  it.each([
    ['job_removed', 'user', 'removed the job'],
    ['connection_removed', 'connection_removed', 'removed the connection'],
  ] as const)('says so where it ends because of %s: there is nothing to resume', (cause, kind, did) => {
    expect(decideCancel(running, { actor: 'ada', now, cause })).toMatchObject({
      execution: { reason: { kind, message: `Cancelled by ada, who ${did}`, remedy: null } },
    });
  });

  it('says what to do where its connection was disabled', () => {
    const { execution } = decideCancel(running, { actor: 'ada', now, cause: 'connection_disabled' }) as {
      readonly execution: typeof running;
    };
    expect(execution.reason).toMatchObject({
      kind: 'connection_disabled',
      message: 'Cancelled by ada, who disabled the connection',
    });
    expect(execution.reason?.remedy).toContain('evenkeel start --connection');
  });

  it.each(['queued', 'paused', 'awaiting_approval'] as const)('also ends one that is %s', (status) => {
    expect(decideCancel({ ...running, status }, { actor: 'ada', now }).kind).toBe('cancel');
  });

  it('changes nothing the second time', () => {
    expect(decideCancel({ ...running, status: 'cancelled' }, { actor: 'ada', now })).toEqual({
      kind: 'already_cancelled',
    });
  });

  it.each(EXECUTION_STATUSES.filter((status) => hasEnded(status) && status !== 'cancelled'))(
    'refuses one that has ended as %s',
    (status) => {
      expect(() => decideCancel({ ...running, status }, { actor: 'ada', now })).toThrow(
        expect.objectContaining({ code: 'request.wrong_state' }) as Error,
      );
    },
  );
});

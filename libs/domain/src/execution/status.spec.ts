import { EXECUTION_STATUSES, hasEnded, mayMove, mayResume } from './status.js';

describe('execution status', () => {
  it('never leaves completed', () => {
    expect(EXECUTION_STATUSES.filter((to) => mayMove('completed', to))).toEqual([]);
  });

  it('may be resumed after every end but a completed one', () => {
    expect(EXECUTION_STATUSES.filter(mayResume)).toEqual([
      'completed_with_errors',
      'failed',
      'timed_out',
      'cancelled',
    ]);
  });

  it('may always be cancelled until it has ended', () => {
    for (const status of EXECUTION_STATUSES) expect(mayMove(status, 'cancelled')).toBe(!hasEnded(status));
  });

  it('may fail at any moment until it has ended', () => {
    for (const status of EXECUTION_STATUSES) expect(mayMove(status, 'failed')).toBe(!hasEnded(status));
  });

  it.each(['paused', 'awaiting_approval', 'timed_out'] as const)('becomes %s only while it runs', (to) => {
    expect(EXECUTION_STATUSES.filter((from) => mayMove(from, to))).toEqual(['running']);
  });

  it('goes back to running only from a pause, an approval or an end that may be resumed', () => {
    expect(EXECUTION_STATUSES.filter((from) => mayMove(from, 'running'))).toEqual([
      'queued',
      'paused',
      'awaiting_approval',
      'completed_with_errors',
      'failed',
      'timed_out',
      'cancelled',
    ]);
  });

  it('reaches a green end only from running', () => {
    for (const end of ['completed', 'completed_with_errors'] as const) {
      expect(EXECUTION_STATUSES.filter((from) => mayMove(from, end))).toEqual(['running']);
    }
  });

  it('can reach an end from everywhere, and moves nowhere by staying', () => {
    for (const status of EXECUTION_STATUSES) {
      expect(hasEnded(status) || EXECUTION_STATUSES.some((to) => hasEnded(to) && mayMove(status, to))).toBe(
        true,
      );
      expect(mayMove(status, status)).toBe(false);
    }
  });
});

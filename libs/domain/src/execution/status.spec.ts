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
});

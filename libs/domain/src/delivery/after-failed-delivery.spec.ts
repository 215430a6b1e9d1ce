import { SyncError } from '../errors/sync-error.js';
import { afterFailedDelivery } from './after-failed-delivery.js';

/** Every pause until the message is stuck. */
function pausesFor(error: unknown): number[] {
  const pauses: number[] = [];
  for (let failures = 1; ; failures += 1) {
    const decision = afterFailedDelivery(failures, error);
    if (decision.next === 'stuck') return pauses;
    pauses.push(decision.pauseMs);
  }
}

describe('after a failed delivery', () => {
  it('a message is tried five times within about two seconds', () => {
    expect(pausesFor(new Error('no'))).toEqual([50, 150, 450, 1350]);
  });

  it.each([new SyncError('provider.timeout', 'slow'), { code: 'system.database' }, undefined])(
    'it is given no longer for what is no outage of ours: %j',
    (error) => {
      expect(pausesFor(error)).toHaveLength(4);
    },
  );

  it('a message that cannot be read is not tried again', () => {
    expect(pausesFor(new SyncError('message.malformed', 'not JSON'))).toEqual([]);
  });

  it('a message waits about two minutes for a store or broker that is away', () => {
    for (const code of ['system.database', 'system.broker'] as const) {
      const pauses = pausesFor(new SyncError(code, 'away'));
      expect(pauses).toHaveLength(29);
      expect(Math.max(...pauses)).toBe(5_000);
    }
  });
});

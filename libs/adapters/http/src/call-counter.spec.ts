import { ListedLogger } from '@evenkeel/conformance';
import { SyncError } from '@evenkeel/domain';
import { CallTally, Timers, type CallCounts, type Repeating } from '@evenkeel/ports';
import { CallCounter } from './call-counter.js';

/** Time stands still: what is told is told at the end. */
class NoTime extends Timers {
  sleep(): Promise<void> {
    return Promise.resolve();
  }
  yield(): Promise<void> {
    return Promise.resolve();
  }
  every(): Repeating {
    return { stop: () => Promise.resolve() };
  }
}

class ListedTally extends CallTally {
  readonly added: [string, CallCounts][] = [];
  isAway = false;
  add(connectionId: string, counts: CallCounts): Promise<void> {
    if (this.isAway) return Promise.reject(new Error('away'));
    this.added.push([connectionId, counts]);
    return Promise.resolve();
  }
}

const answered = (status: number) => new SyncError('provider.server_error', 'no', { status });

describe('CallCounter', () => {
  it('tells how many calls each connection made, and how many met with 429, 5xx or nothing new', async () => {
    const tally = new ListedTally();
    const counter = new CallCounter({ tally, timers: new NoTime(), log: new ListedLogger() });
    counter.count('a');
    for (const status of [429, 500, 503, 404]) counter.count('a', answered(status));
    counter.count('a', new Error('cut off'));
    counter.countNotModified('b');
    await counter.stop();
    expect(tally.added).toEqual([
      ['a', { calls: 6, troubled: 3, notModified: 0 }],
      ['b', { calls: 1, troubled: 0, notModified: 1 }],
    ]);
  });

  it('costs no call when nobody can be told', async () => {
    const tally = new ListedTally();
    tally.isAway = true;
    const log = new ListedLogger();
    const counter = new CallCounter({ tally, timers: new NoTime(), log });
    counter.count('a');
    await expect(counter.stop()).resolves.toBeUndefined();
  });
});

import { performance } from 'node:perf_hooks';
import { setTimeout as delay } from 'node:timers/promises';
import { Clock, Timers, type Repeating } from '@evenkeel/ports';

/** Goes on by itself, and further when a wait is skipped. */
export class SteppedClock extends Clock {
  aheadMs = 0;
  now(): Date {
    return new Date(Date.now() + this.aheadMs);
  }
  monotonicMs(): number {
    return performance.now() + this.aheadMs;
  }
}

/** Waits between attempts are noted and skipped; the deadline of a call, told by its length, is real. */
export class BriskTimers extends Timers {
  readonly waits: number[] = [];

  constructor(
    private readonly deadlineMs: number,
    private readonly clock: SteppedClock,
  ) {
    super();
  }

  async sleep(ms: number, signal?: AbortSignal): Promise<void> {
    if (ms !== this.deadlineMs) {
      this.waits.push(ms);
      this.clock.aheadMs += ms;
      return;
    }
    await delay(ms, undefined, signal === undefined ? {} : { signal });
  }

  yield(): Promise<void> {
    throw new Error('The caller does no work in slices');
  }

  every(): Repeating {
    throw new Error('The caller repeats nothing');
  }
}

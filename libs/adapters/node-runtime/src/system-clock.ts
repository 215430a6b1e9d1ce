import { performance } from 'node:perf_hooks';
import { Clock } from '@evenkeel/ports';

export class SystemClock extends Clock {
  now(): Date {
    return new Date();
  }

  monotonicMs(): number {
    return performance.now();
  }
}

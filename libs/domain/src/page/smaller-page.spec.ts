import fc from 'fast-check';
import { SyncError } from '../errors/sync-error.js';
import { CallPostponed, NO_TRIES } from '../retry/call-postponed.js';
import { smallerPage } from './smaller-page.js';

const failed = (code: ConstructorParameters<typeof SyncError>[0], status?: number) =>
  new SyncError(code, 'x', status === undefined ? {} : { status });

it.each([
  [failed('provider.body_too_large'), 100, 50],
  [failed('provider.page_too_large'), 25, 12],
  [failed('provider.page_too_large'), 2, 1],
  [failed('provider.page_too_large'), 1, undefined],
  [failed('provider.bad_request', 413), 3, 1],
  [failed('provider.bad_request', 400), 100, undefined],
  [failed('provider.timeout'), 10, 5],
  [failed('provider.timeout'), 9, undefined],
  [failed('provider.server_error', 503), 100, undefined],
  [new Error('timeout'), 100, undefined],
])('what failed as %s with %d records is tried with %s', (error, size, expected) => {
  expect(smallerPage(error, size)).toBe(expected);
});

it('a call that only has to wait is made with the size that it has', () => {
  const error = new CallPostponed(failed('provider.timeout'), {
    waitMs: 1,
    waiting: 'retry',
    tries: NO_TRIES,
  });
  expect(smallerPage(error, 100)).toBeUndefined();
});

it('sizes come to an end, soon', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 100_000 }), (size) => {
      let [left, steps]: [number | undefined, number] = [size, 0];
      for (; left !== undefined; steps += 1) left = smallerPage(failed('provider.page_too_large'), left);
      expect(steps).toBeLessThanOrEqual(18);
    }),
  );
});

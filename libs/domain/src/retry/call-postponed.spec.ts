import { SyncError } from '../errors/sync-error.js';
import { CallPostponed } from './call-postponed.js';

it('a postponed call says for how long, why, and what it met', () => {
  const met = new SyncError('provider.rate_limited', 'Not before noon');
  const tries = { failures: 0, waits: 1 };
  const postponed = new CallPostponed(met, { waitMs: 5_000, waiting: 'quota', tries, cause: met });
  expect(postponed).toMatchObject({ code: met.code, errorClass: met.errorClass, waitMs: 5_000 });
  expect(String(postponed)).toBe('CallPostponed: Not before noon');
  expect(postponed.cause).toBe(met);
});

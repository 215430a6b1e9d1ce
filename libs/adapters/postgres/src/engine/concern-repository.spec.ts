import { DEFAULT_TENANT } from '@evenkeel/domain';
import { seedJob } from '@evenkeel/conformance';
import { testDatabase } from '../testing/test-database.js';

const database = testDatabase();
beforeEach(() => database.reset());

it('tells that a provider asked not to be called, until when, and that its calls fail too often', async () => {
  const { store, quotaLedger, breakerBoard } = database.postgres;
  const { connection } = await seedJob(store.of(DEFAULT_TENANT));
  const lookUp = async () => {
    const { connections } = await store.of(DEFAULT_TENANT).transaction((tx) => tx.concerns.facts());
    return connections[0]!;
  };
  const problem = {
    code: 'provider.rate_limited',
    errorClass: 'transient',
    message: 'in an hour',
    remedy: 'wait',
  } as const;
  const beganMs = Date.now();
  await quotaLedger.close(connection.id, { waitMs: 3_600_000, why: problem });
  await breakerBoard.trip(connection.id, 30_000);
  const { pausedUntil, pausedFor, isBreakerOpen } = await lookUp();
  expect({ pausedFor, isBreakerOpen }).toEqual({ pausedFor: 'in an hour', isBreakerOpen: true });
  expect(pausedUntil!.getTime() - beganMs).toBeGreaterThanOrEqual(3_600_000);
  expect(pausedUntil!.getTime() - beganMs).toBeLessThan(3_660_000);
  await quotaLedger.open(connection.id);
  await expect(lookUp()).resolves.toMatchObject({ pausedUntil: null, pausedFor: null });
});

import { newId, seedChunk, seedJob, someFailure } from '@evenkeel/conformance';
import { describeProblem, SyncError } from '@evenkeel/domain';
import { ForgetFailures } from './index.js';
import { ReconcilerWorld } from './testing/reconciler-world.js';

const world = new ReconcilerWorld();
/** Each call is another replica. */
const RETENTION = {
  ...{ runDays: 90, changeDays: 365 },
  ...{ resolvedFailureDays: 7, errorLogDays: 7, eventDays: 7 },
  ...{ triggerMessageDays: 30, deliveryDays: 30, auditDays: 400 },
};
const sweep = () => new ForgetFailures(world.ownStore, RETENTION).run();

it('failures that are resolved go when their time is over, by any number of sweeps', async () => {
  const { job } = await seedJob(world.tenant);
  const left = async () =>
    (await world.tenant.transaction((tx) => tx.failures.listIds({ jobId: job.id }, 10_000))).length;
  const saves = Array.from({ length: 2_500 }, (_, n) => someFailure(`c${n}`));
  world.now = new Date('2026-11-01T12:00:00.000Z');
  await world.tenant.transaction(async (tx) => {
    await tx.failures.save(job.id, saves);
    await tx.failures.resolve(await tx.failures.listIds({ jobId: job.id }, 2_400), newId());
  });
  world.now = new Date('2026-11-08T11:59:00.000Z');
  await sweep();
  expect(await left()).toBe(2_500);
  world.now = new Date('2026-11-08T12:01:00.000Z');
  await Promise.all([sweep(), sweep()]);
  await sweep();
  expect(await left()).toBe(100);
});

it('entries of error logs go when their time is over', async () => {
  const { execution } = await seedChunk(world.tenant);
  const problem = describeProblem(new SyncError('provider.timeout', 'No answer'));
  const list = async () =>
    (await world.tenant.transaction((tx) => tx.errorLog.list(execution.id, { after: null, limit: 10 })))
      .items;
  world.now = new Date('2026-11-01T12:00:00.000Z');
  await world.tenant.transaction((tx) =>
    tx.errorLog.add(execution.id, [{ phase: 'fetching', externalId: 'c1', problem, attempt: 1 }]),
  );
  world.now = new Date('2026-11-08T11:59:00.000Z');
  await sweep();
  expect(await list()).toHaveLength(1);
  world.now = new Date('2026-11-08T12:01:00.000Z');
  await Promise.all([sweep(), sweep()]);
  expect(await list()).toEqual([]);
});

it('the audit log goes when its time is over, and nothing of it that is younger than the database lets go', async () => {
  const { database } = world;
  const request = 'gen_random_uuid()';
  for (const [age, many] of [
    [500, 1_200],
    [399, 1],
    [10, 1],
  ] as const) {
    const at = `now() - interval '${age} days'`;
    await database.rows(
      `insert into audit_event (request_id, at, actor, operation, outcome)
       select ${request}, ${at}, 'ada', 'addJob', 'done' from generate_series(1, ${many})`,
    );
    await database.rows(
      `insert into audit_change (request_id, at, subject, key) select ${request}, ${at}, 'job', '{}' from generate_series(1, ${many})`,
    );
  }
  const left = async () => [
    (await database.rows('select from audit_event')).length,
    (await database.rows('select from audit_change')).length,
  ];
  world.now = new Date();
  await Promise.all([sweep(), sweep()]);
  await sweep();
  expect(await left()).toEqual([2, 2]);
  // A clock that is years ahead takes no more than the database lets go.
  world.now = new Date(Date.now() + 1_000 * 86_400_000);
  await sweep();
  expect(await left()).toEqual([1, 1]);
});

import { UuidIds } from '@evenkeel/adapter-node-runtime';
import { ListedLogger, seedJob, someFailure, someWrite } from '@evenkeel/conformance';
import type { Job, ReferenceSet } from '@evenkeel/domain';
import { ReleaseParked } from './index.js';
import { ReconcilerWorld } from './testing/reconciler-world.js';

const world = new ReconcilerWorld();
/** Each is another replica. */
const sweep = () => new ReleaseParked(world.ownStore, new UuidIds(), new ListedLogger());

/** A job of which these records wait for customer `c1`. */
async function parking(...ids: readonly string[]): Promise<{ readonly job: Job; readonly to: ReferenceSet }> {
  const { job } = await seedJob(world.tenant, { stream: 'orders', recordType: 'order', parkedAfterHours: 2 });
  const to = { connectionId: job.connectionId, stream: 'customers', recordType: 'customer' };
  const waitsFor = { name: 'customer', to, externalId: 'c1' };
  const saves = ids.map((id) => ({ ...someFailure(id), state: 'parked' as const, waitsFor }));
  await world.tenant.transaction((tx) => tx.failures.save(job.id, saves));
  await world.database.rows('update failure set first_failed_at = engine_now() where job_id = $1', [job.id]);
  return { job, to };
}

const arrive = (to: ReferenceSet) =>
  world.tenant.transaction((tx) => tx.recordWrites.create(to, [someWrite('c1')]));
const triggersOf = ({ id }: Job) =>
  world.database.rows<{ kind: string; ids: readonly string[] }>(
    'select kind, failure_ids as ids from trigger where job_id = $1 order by id',
    [id],
  );

it('asks for one run of all whose other record has come, once, however many look at once', async () => {
  const { job, to } = await parking('o1', 'o2', 'o3');
  await sweep().run();
  expect(await triggersOf(job)).toEqual([]);
  await arrive(to);
  await Promise.all([sweep().run(), sweep().run(), sweep().run()]);
  await sweep().run();
  const triggers = await triggersOf(job);
  expect(triggers).toMatchObject([
    { kind: 'retry', ids: [expect.anything(), expect.anything(), expect.anything()] },
  ]);
  expect((await world.published()).length).toBeGreaterThan(0);
});

it('asks again after a while where the run did not bring it about', async () => {
  const { job, to } = await parking('o1');
  await arrive(to);
  await sweep().run();
  await world.database.rows(
    `update failure set released_at = released_at - interval '11 minutes' where job_id = $1`,
    [job.id],
  );
  await sweep().run();
  expect(await triggersOf(job)).toHaveLength(2);
});

it('tells of what waits too long, and still releases it', async () => {
  const { job, to } = await parking('o1');
  await world.database.rows(
    `update failure set first_failed_at = engine_now() - interval '3 hours' where job_id = $1`,
    [job.id],
  );
  await sweep().run();
  const states = () => world.database.rows('select state from failure where job_id = $1', [job.id]);
  expect(await states()).toEqual([{ state: 'dead' }]);
  await arrive(to);
  await sweep().run();
  expect(await triggersOf(job)).toHaveLength(1);
});

it('asks for nothing of a job that was removed', async () => {
  const { job, to } = await parking('o1');
  await arrive(to);
  await world.database.rows('update job set removed_at = engine_now() where id = $1', [job.id]);
  await sweep().run();
  expect(await triggersOf(job)).toEqual([]);
});

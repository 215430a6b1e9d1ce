import { UuidIds } from '@evenkeel/adapter-node-runtime';
import { ListedLogger, seedJob, someFailure, someWrite } from '@evenkeel/conformance';
import { DEFAULT_TENANT, type Job, type ReferenceSet } from '@evenkeel/domain';
import { OnRecordsAwaited, ParkedReleases, ReleaseParked } from './index.js';
import { ReconcilerWorld } from './testing/reconciler-world.js';

const world = new ReconcilerWorld();
afterEach(() => world.database.reset());

/** Each is another replica. */
const releases = () => new ParkedReleases(world.ownStore, new UuidIds(), new ListedLogger());
const sweep = () => new ReleaseParked(world.ownStore, releases());

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
const setIdOf = async ({ connectionId, stream }: ReferenceSet) =>
  (
    await world.database.rows<{ id: number }>(
      'select id from reference_set where connection_id = $1 and stream = $2',
      [connectionId, stream],
    )
  )[0]!.id;
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

it('is woken by what came, and asks for a run of what waits for that alone', async () => {
  const { job, to } = await parking('o1', 'o2');
  await arrive(to);
  const setId = await setIdOf(to);
  const awaited = (externalIds: readonly string[]) =>
    world.tenant.transaction((tx) => tx.parked.awaited(to, externalIds, 100));
  expect(await awaited(['c1', 'c2'])).toEqual({ setId, externalIds: ['c1'] });
  expect(await awaited(['c2'])).toBeUndefined();
  const handler = () => new OnRecordsAwaited(world.ownStore, releases());
  await handler().handle([{ tenantId: DEFAULT_TENANT, setId, externalIds: ['c2'] }]);
  expect(await triggersOf(job)).toEqual([]);
  await Promise.all(
    [1, 2].map(() => handler().handle([{ tenantId: DEFAULT_TENANT, setId, externalIds: ['c1'] }])),
  );
  expect(await triggersOf(job)).toMatchObject([{ ids: [expect.anything(), expect.anything()] }]);
});

it('releases so many of a job with one run that has the places of bulk work, and no more until that has ended', async () => {
  const { job, to } = await parking('o1');
  await world.database.rows(
    `insert into failure select (f.r).* from (
       select jsonb_populate_record(f, jsonb_build_object(
         'id', nextval('failure_id_seq'), 'key', 'id:n' || n, 'external_id', 'n' || n)) as r
       from failure f, generate_series(2, 12000) n where f.job_id = $1) f returning 1`,
    [job.id],
  );
  await arrive(to);
  await Promise.all([sweep().run(), sweep().run()]);
  const run = sweep();
  for (let round = 0; round < 3; round += 1) await run.run();
  const counts = async () => (await triggersOf(job)).map(({ ids }) => ids.length);
  expect(await counts()).toEqual([10_000]);
  const [trigger] = await world.database.rows<{ id: string }>('select id from trigger where job_id = $1', [
    job.id,
  ]);
  await world.onRunRequested().handle([{ tenantId: DEFAULT_TENANT, triggerId: trigger!.id, jobId: job.id }]);
  const runs = () =>
    world.database.rows<{ lane: string; chunks: number }>(
      `select e.lane, (select count(*)::int from chunk c where c.execution_id = e.id) as chunks
       from execution e where e.job_id = $1`,
      [job.id],
    );
  expect(await runs()).toEqual([{ lane: 'repair', chunks: 100 }]);
  for (let round = 0; round < 3; round += 1) await run.run();
  expect(await counts()).toEqual([10_000]);
  await world.database.rows(
    `update execution set status = 'completed', finished_at = engine_now() where job_id = $1 returning 1`,
    [job.id],
  );
  for (let round = 0; round < 3; round += 1) await run.run();
  expect((await counts()).toSorted((one, other) => one - other)).toEqual([2_000, 10_000]);
});

it('asks again after a while where the run did not bring it about', async () => {
  const { job, to } = await parking('o1');
  await arrive(to);
  await sweep().run();
  await world.database.rows(`update trigger set state = 'opened' where job_id = $1`, [job.id]);
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

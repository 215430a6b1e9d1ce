import { seedJob, someExecution } from '@evenkeel/conformance';
import { DEFAULT_TENANT, type Job, type JobDefinition } from '@evenkeel/domain';
import { ReconcilerWorld } from './testing/reconciler-world.js';

const world = new ReconcilerWorld();

afterEach(async () => void (await world.database.reset()));

async function pushing(definition: Partial<JobDefinition> = {}): Promise<Job> {
  const { job } = await seedJob(world.tenant, { direction: 'outbound', pushOnChange: true, ...definition });
  const done = someExecution(job.id, {
    status: 'completed',
    finishedAt: new Date(),
    scope: { kind: 'push', select: 'all' },
  });
  await world.tenant.transaction((tx) => tx.executions.insert(done));
  return job;
}

const insert = async ({ definition }: Job, count: number) => {
  const rows = await world.database.rows<{ id: string }>(
    `insert into record (tenant_id, record_type, data) select $1, $2, '{"name":"Ada"}' from generate_series(1, $3) returning id::text`,
    [DEFAULT_TENANT, definition.recordType, count],
  );
  return rows.map(({ id }) => id);
};
const fresh = () =>
  world.database.rows<{ id: string }>(
    'select record_id::text as id from local_change where asked_at is null order by record_id',
  );

it('a few changes are a run of these alone, beside whatever runs', async () => {
  const job = await pushing();
  const recordIds = await insert(job, 3);
  const { state, executionId } = await world.run(job.id, { kind: 'change' });
  expect(state).toBe('opened');
  expect(await world.execution(executionId)).toMatchObject({
    lane: 'single',
    triggerKind: 'change',
    priority: 'high',
    expected: 3,
    phase: 'pushing',
    scope: { kind: 'push', select: 'changed', recordIds },
  });
  expect(await fresh()).toEqual([]);
});

it('what was taken is not taken by another run', async () => {
  const job = await pushing();
  await insert(job, 3);
  await world.run(job.id, { kind: 'change' });
  expect(await world.run(job.id, { kind: 'change' })).toMatchObject({ state: 'skipped', executionId: null });
});

it('many are one run of the whole job, in ranges side by side that together have all of them', async () => {
  const job = await pushing();
  const ids = await insert(job, 4_400);
  const { executionId } = await world.run(job.id, { kind: 'change' });
  expect(await world.execution(executionId)).toMatchObject({
    lane: 'bulk',
    scope: { kind: 'push', select: 'changed' },
  });
  const slices = (await world.chunksOf(executionId!)).map(({ slice }) => slice);
  expect(slices).toEqual([
    { kind: 'push', select: 'changed', until: ids[1_099] },
    { kind: 'push', select: 'changed', after: ids[1_099], until: ids[2_199] },
    { kind: 'push', select: 'changed', after: ids[2_199], until: ids[3_299] },
    { kind: 'push', select: 'changed', after: ids[3_299] },
  ]);
});

it('a change that another transaction holds is left for the next run, and nothing waits for it', async () => {
  const job = await pushing();
  const [held] = await insert(job, 1);
  const holding = world.tenant.transaction(async (tx) => {
    await tx.changeRuns.take(job.id, new Date());
    const [free] = await insert(job, 1);
    const { executionId } = await world.run(job.id, { kind: 'change' });
    expect((await world.execution(executionId)).scope).toMatchObject({ recordIds: [free] });
    throw new Error('it is rolled back');
  });
  await expect(holding).rejects.toThrow('it is rolled back');
  expect(await fresh()).toEqual([{ id: held }]);
});

it.each<[string, Partial<JobDefinition>]>([
  ['a job that does not push at once any more', { pushOnChange: false }],
  ['a job that only reads', { direction: 'inbound' }],
])('%s opens nothing', async (_, definition) => {
  const job = await pushing(definition);
  await insert(job, 1);
  expect(await world.run(job.id, { kind: 'change' })).toMatchObject({ state: 'skipped' });
});

it('what a run has left is tried once, whoever marked it, and what was changed again meanwhile is fresh', async () => {
  const job = await pushing();
  const [taken, left, changed] = (await insert(job, 3)) as [string, string, string];
  const { executionId } = await world.run(job.id, { kind: 'change' });
  await world.database.rows('update local_change set asked_at = null, asks = 0 where record_id <> $1', [
    taken,
  ]);
  await world.database.rows(`update record set data = '{"name":"Eve"}' where id = $1`, [changed]);
  const tried = [taken, left, changed].map((recordId) => ({ recordId, recordVersion: 1 }));
  const note = () => world.tenant.transaction((tx) => tx.changeRuns.noteTried(job.id, tried, executionId!));
  await note();
  await note();
  expect(
    await world.database.rows('select record_id::text as id, asks from local_change order by record_id'),
  ).toEqual([
    { id: taken, asks: 1 },
    { id: left, asks: 1 },
    { id: changed, asks: 0 },
  ]);
});

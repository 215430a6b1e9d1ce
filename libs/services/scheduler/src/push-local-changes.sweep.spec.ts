import { UuidIds } from '@evenkeel/adapter-node-runtime';
import { testDatabase } from '@evenkeel/adapter-postgres/testing';
import { ListedLogger, seedJob, someExecution } from '@evenkeel/conformance';
import { DEFAULT_TENANT, type Execution, type Job, type JobDefinition } from '@evenkeel/domain';
import { ServiceStore, type Clock } from '@evenkeel/ports';
import { PushLocalChanges, schedulerService } from './index.js';

let now = new Date('2026-11-30T12:00:00Z');
const database = testDatabase({ databaseClock: () => now });
const clock = { monotonicMs: () => now.getTime() } as Clock;
/** Each call is another replica. */
const replica = () => {
  const store = new ServiceStore(schedulerService, database.postgres.store);
  return new PushLocalChanges(store, new UuidIds(), clock, new ListedLogger());
};
const wait = (ms: number) => (now = new Date(now.getTime() + ms));

afterEach(async () => void (await database.reset()));

/** A job that pushes at once; with a run of the whole job that has completed, unless it is left out. */
async function pushing(definition: Partial<JobDefinition> = {}, isPaired = true): Promise<Job> {
  const { job } = await seedJob(database.tenant, {
    direction: 'outbound',
    pushOnChange: true,
    ...definition,
  });
  if (isPaired) await run(job, { status: 'completed', finishedAt: now });
  return job;
}

async function run({ id }: Job, changes: Partial<Execution>): Promise<void> {
  await database.tenant.transaction((tx) => tx.executions.insert(someExecution(id, changes)));
}

/** As a person does it, past the engine. */
const insert = ({ definition }: Job, count = 1) =>
  database.rows<{ id: string }>(
    `insert into record (tenant_id, record_type, data) select $1, $2, '{"name":"Ada"}' from generate_series(1, $3) returning id`,
    [DEFAULT_TENANT, definition.recordType, count],
  );
const asked = ({ id }: Job) =>
  database.rows<{ id: string; kind: string; state: string }>(
    'select id, kind, state from trigger where job_id = $1 order by accepted_at, id',
    [id],
  );
const settleAll = () => database.rows(`update trigger set state = 'skipped'`);

it('a change asks for one run, however many schedulers there are', async () => {
  const job = await pushing();
  await insert(job);
  await Promise.all([replica().run(), replica().run(), replica().run()]);
  await replica().run();
  expect(await asked(job)).toEqual([{ id: expect.any(String) as string, kind: 'change', state: 'accepted' }]);
});

it.each<[string, Partial<JobDefinition>]>([
  ['a job that does not push at once', { pushOnChange: false }],
  ['a job that only reads', { direction: 'inbound' }],
])('%s asks for none', async (_, definition) => {
  const job = await pushing(definition);
  await insert(job);
  await replica().run();
  expect(await asked(job)).toEqual([]);
});

it('nothing is asked for before a run of the whole job has completed', async () => {
  const job = await pushing({}, false);
  await insert(job);
  await run(job, { status: 'failed', finishedAt: now });
  await replica().run();
  expect(await asked(job)).toEqual([]);
  await run(job, { status: 'completed', finishedAt: now });
  await replica().run();
  expect(await asked(job)).toHaveLength(1);
});

it('what the job itself has written asks for none', async () => {
  const job = await pushing({ direction: 'bidirectional' });
  await database.rows(
    `with cause as (select set_config('evenkeel.cause_job', $2, true), set_config('evenkeel.engine', 'on', true))
     insert into record (tenant_id, record_type, data) select $1, $3, '{}' from cause`,
    [DEFAULT_TENANT, job.id, job.definition.recordType],
  );
  await replica().run();
  expect(await asked(job)).toEqual([]);
});

it('many changes wait for the bulk run that is there, few do not', async () => {
  const job = await pushing({ direction: 'bidirectional' });
  await run(job, { status: 'running' });
  await insert(job, 1_001);
  await replica().run();
  expect(await asked(job)).toEqual([]);
  await database.rows('delete from local_change where record_id > (select min(record_id) from local_change)');
  await replica().run();
  expect(await asked(job)).toHaveLength(1);
});

it('what a bulk run that waits will push asks for no other one', async () => {
  const job = await pushing();
  await run(job, { status: 'queued', startedAt: null });
  await insert(job);
  await replica().run();
  expect(await asked(job)).toEqual([]);
});

it('what was left behind is asked for again later and later, and at once where it was changed again', async () => {
  const job = await pushing();
  const [record] = await insert(job);
  await database.rows('update local_change set asked_at = $1, asks = 1', [now]);
  const scheduler = replica();
  const rounds = async (count: number) => {
    for (let round = 0; round < count; round += 1) await scheduler.run();
  };
  wait(9_000);
  await rounds(20);
  expect(await asked(job)).toEqual([]);
  wait(1_000);
  await rounds(20);
  expect(await asked(job)).toHaveLength(1);
  await settleAll();
  await database.rows('update local_change set asked_at = $1, asks = 2', [now]);
  wait(59_000);
  await rounds(20);
  expect(await asked(job)).toHaveLength(1);
  await database.rows(`update record set data = '{"name":"Eve"}' where id = $1`, [record!.id]);
  await rounds(20);
  expect(await asked(job)).toHaveLength(2);
});

it('a job whose runs fail as a whole is asked for later and later; one of which all records failed is not', async () => {
  const job = await pushing();
  await insert(job);
  const failed = { triggerKind: 'change', lane: 'single', status: 'failed', finishedAt: now } as const;
  await run(job, failed);
  const scheduler = replica();
  wait(9_000);
  await scheduler.run();
  expect(await asked(job)).toEqual([]);
  wait(2_000);
  await scheduler.run();
  expect(await asked(job)).toHaveLength(1);
  await settleAll();
  const reason = { kind: 'all_failed', code: null, message: 'All failed', remedy: null } as const;
  await run(job, { ...failed, finishedAt: now, reason });
  wait(1_000);
  await scheduler.run();
  expect(await asked(job)).toHaveLength(2);
});

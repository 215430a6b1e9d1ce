import { SystemClock } from '@evenkeel/adapter-node-runtime';
import { testDatabase } from '@evenkeel/adapter-postgres/testing';
import { PromMeter } from '@evenkeel/adapter-telemetry';
import { seedJob, someExecution, someFailure } from '@evenkeel/conformance';
import { NO_OUTCOMES } from '@evenkeel/domain';
import { MeasureJobs } from './measure-jobs.sweep.js';

let now: Date | undefined;
const database = testDatabase({ databaseClock: () => now });
const at = (second: number) => new Date(Date.UTC(2026, 10, 1, 12, 0, second));

beforeEach(async () => {
  now = at(0);
  await database.reset();
});

function measured() {
  const meter = PromMeter.start('coordinator');
  return { meter, sweep: new MeasureJobs(database.postgres, new SystemClock(), meter) };
}

it('shows how each job fares, by its name, until it is removed', async () => {
  const { job, connection } = await seedJob(database.tenant);
  const saves = [someFailure('a'), someFailure('b', { state: 'dead' })];
  await database.tenant.transaction((tx) => tx.failures.save(job.id, saves));
  now = at(30);
  const { meter, sweep } = measured();
  await sweep.run();
  const labels = `service="coordinator",tenant="default",job_name="${job.name}"`;
  const { body } = await meter.text();
  expect(body).toContain(
    `evenkeel_job_info{service="coordinator",tenant="default",job_name="${job.name}",job_id="${job.id}",connection="${connection.name}"} 1`,
  );
  expect(body).toContain(`evenkeel_job_freshness_seconds{${labels}} 30`);
  expect(body).toContain(`evenkeel_job_missed_slots{${labels}} 0`);
  expect(body).toContain(`evenkeel_job_last_execution_failed{${labels}} 0`);
  expect(body).toContain(`evenkeel_retrying_records{${labels}} 1`);
  expect(body).toContain(`evenkeel_dead_letters{${labels}} 1`);
  expect(body).toContain(`evenkeel_job_waiting_chunks{${labels},waits_for="quota"} 0`);
  expect(body).toContain('evenkeel_schedule_late_seconds{service="coordinator"} 0');
  await database.tenant.transaction((tx) => tx.jobRemovals.begin(job.id, { actor: 'ada', detach: false }));
  await sweep.run();
  expect((await meter.text()).body).not.toContain(job.name);
});

it('shows how late a schedule is that no scheduler decides, and nothing of one that is held', async () => {
  const { job, connection } = await seedJob(database.tenant, {
    schedule: { kind: 'interval', everySeconds: 10, anchor: at(0).toISOString() },
  });
  now = at(35);
  const { meter, sweep } = measured();
  await sweep.run();
  const { body } = await meter.text();
  expect(body).toContain('evenkeel_schedule_late_seconds{service="coordinator"} 25');
  expect(body).toContain(
    `evenkeel_job_missed_slots{service="coordinator",tenant="default",job_name="${job.name}"} 3`,
  );
  await database.rows(`update evenkeel.connection set status = 'needs_attention' where id = $1`, [
    connection.id,
  ]);
  await sweep.run();
  expect((await meter.text()).body).toContain('evenkeel_schedule_late_seconds{service="coordinator"} 0');
});

it('shows the others where a schedule cannot be read', async () => {
  await seedJob(database.tenant, { schedule: { kind: 'cron', expression: 'no', timeZone: 'UTC' } });
  const { job } = await seedJob(database.tenant);
  const { meter, sweep } = measured();
  await expect(sweep.run()).rejects.toThrow('Schedules that cannot be read');
  expect((await meter.text()).body).toContain(
    `evenkeel_job_missed_slots{service="coordinator",tenant="default",job_name="${job.name}"} 0`,
  );
});

it('shows the share of the records that failed in the run that ended last', async () => {
  const { job } = await seedJob(database.tenant);
  const outcomes = { ...NO_OUTCOMES, created: 5, unchanged: 1, rejected: 1, errored: 1, retried: 2 };
  const receipt = { fetched: 8, replayed: 2, outcomes, balanced: true };
  const run = someExecution(job.id, { status: 'completed_with_errors', finishedAt: at(9) });
  await database.tenant.transaction(async (tx) => {
    await tx.executions.insert(run);
    await tx.receipts.save(run.id, receipt);
  });
  const { meter, sweep } = measured();
  await sweep.run();
  expect((await meter.text()).body).toContain(
    `evenkeel_job_last_execution_error_ratio{service="coordinator",tenant="default",job_name="${job.name}"} 0.25`,
  );
});

it('shows a median of no fewer than three runs', async () => {
  const { job } = await seedJob(database.tenant);
  const run = (from: number, to: number) =>
    someExecution(job.id, { status: 'completed', startedAt: at(from), finishedAt: at(to) });
  await database.tenant.transaction(async (tx) => {
    await tx.executions.insert(run(0, 1));
    await tx.executions.insert(run(2, 4));
  });
  const labels = `service="coordinator",tenant="default",job_name="${job.name}",mode="full"`;
  now = at(20);
  const few = measured();
  await few.sweep.run();
  const { body } = await few.meter.text();
  expect(body).toContain(`evenkeel_job_last_execution_duration_seconds{${labels}} 2`);
  expect(body).not.toContain(`evenkeel_job_median_execution_duration_seconds{`);
  await database.tenant.transaction((tx) => tx.executions.insert(run(5, 15)));
  const enough = measured();
  await enough.sweep.run();
  expect((await enough.meter.text()).body).toContain(
    `evenkeel_job_median_execution_duration_seconds{${labels}} 2`,
  );
});

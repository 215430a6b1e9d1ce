import { SystemClock } from '@evenkeel/adapter-node-runtime';
import { testDatabase } from '@evenkeel/adapter-postgres/testing';
import { PromMeter } from '@evenkeel/adapter-telemetry';
import { seedJob, someFailure } from '@evenkeel/conformance';
import { executionClosed } from '@evenkeel/contracts-messages';
import { MeasureDatabase } from './measure-database.sweep.js';

const database = testDatabase();

beforeEach(() => database.reset());

it('shows what waits in the database', async () => {
  const { postgres, tenant } = database;
  await tenant.transaction((tx) => tx.outbox.add(executionClosed, [executionClosed.example]));
  const { job } = await seedJob(tenant);
  const saves = [
    someFailure('a'),
    someFailure('b', { state: 'dead' }),
    someFailure('c', { state: 'resolved' }),
  ];
  await tenant.transaction((tx) => tx.failures.save(job.id, saves));
  const meter = PromMeter.start('coordinator');
  await new MeasureDatabase(postgres, new SystemClock(), meter).run();
  const { body } = await meter.text();
  expect(body).toContain('evenkeel_outbox_entries{service="coordinator"} 1');
  expect(body).toMatch(/evenkeel_outbox_oldest_seconds\{service="coordinator"\} [\d.e-]+/);
  expect(body).toContain('evenkeel_queued_executions{service="coordinator"} 0');
  expect(body).toContain(`evenkeel_retrying_records{service="coordinator",job="${job.name}"} 1`);
  expect(body).toContain(`evenkeel_dead_letters{service="coordinator",job="${job.name}"} 1`);
  expect(body).toContain('evenkeel_stuck_messages{service="coordinator"} 0');
});

it('shows of each job how old its data is, also before its first run, until it is removed', async () => {
  const { postgres, tenant } = database;
  const { job } = await seedJob(tenant);
  const meter = PromMeter.start('coordinator');
  const sweep = new MeasureDatabase(postgres, new SystemClock(), meter);
  await sweep.run();
  expect((await meter.text()).body).toMatch(
    new RegExp(`evenkeel_job_freshness_seconds\\{service="coordinator",job="${job.name}"\\} [\\d.e-]+`),
  );
  await tenant.transaction((tx) => tx.jobRemovals.begin(job.id, { actor: 'ada', detach: false }));
  await sweep.run();
  expect((await meter.text()).body).not.toContain(job.name);
});

import { testDatabase } from '@evenkeel/adapter-postgres/testing';
import { PromMeter } from '@evenkeel/adapter-telemetry';
import { seedJob, someTrigger } from '@evenkeel/conformance';
import { executionClosed } from '@evenkeel/contracts-messages';
import { MeasureDatabase } from './measure-database.sweep.js';

const database = testDatabase();

beforeEach(() => database.reset());

it('shows what waits in the database', async () => {
  const { postgres, tenant } = database;
  await tenant.transaction((tx) => tx.outbox.add(executionClosed, [executionClosed.example]));
  const { job } = await seedJob(tenant);
  await tenant.transaction((tx) => tx.triggers.insert(someTrigger(job.id)));
  const meter = PromMeter.start('coordinator');
  await new MeasureDatabase(postgres, meter).run();
  const { body } = await meter.text();
  expect(body).toContain('evenkeel_outbox_entries{service="coordinator"} 1');
  expect(body).toMatch(/evenkeel_outbox_oldest_seconds\{service="coordinator"\} [\d.e-]+/);
  expect(body).toContain('evenkeel_queued_executions{service="coordinator"} 0');
  expect(body).toContain('evenkeel_waiting_triggers{service="coordinator"} 1');
  expect(body).toContain('evenkeel_stuck_messages{service="coordinator"} 0');
});

import { createPostgres } from '@evenkeel/adapter-postgres';
import { SystemClock } from '@evenkeel/adapter-node-runtime';
import { testDatabase } from '@evenkeel/adapter-postgres/testing';
import { PromMeter } from '@evenkeel/adapter-telemetry';
import { seedJob, someFailure } from '@evenkeel/conformance';
import { CONCERN_KINDS } from '@evenkeel/domain';
import { MeasureConcerns } from './measure-concerns.sweep.js';

const database = testDatabase();

beforeEach(() => database.reset());

it('counts what asks for a person by its kind', async () => {
  const { postgres, tenant } = database;
  const { connection, job } = await seedJob(tenant);
  await tenant.transaction(async (tx) => {
    await tx.connections.saveStatus(connection.id, 'needs_attention', 'HTTP 401');
    await tx.failures.save(job.id, [someFailure('b', { state: 'dead' })]);
  });
  await postgres.store.system.transaction((tx) => tx.engine.saveControl('paused', 'ada'));
  const meter = PromMeter.start('coordinator');
  await new MeasureConcerns(postgres, new SystemClock(), meter).run();
  const { body } = await meter.text();
  const counts = [...body.matchAll(/evenkeel_concerns\{.*kind="(\w+)"\} (\d+)/g)];
  expect(counts.filter(([, , count]) => count !== '0').map(([, kind, count]) => [kind, count])).toEqual([
    ['engine_held', '1'],
    ['connection_needs_attention', '1'],
    ['records_dead', '1'],
  ]);
  expect(counts).toHaveLength(CONCERN_KINDS.length);
});

it('shows how full the database is, and how much room its disk has where that is known', async () => {
  const { url } = database;
  const postgres = createPostgres({ url, folder: '/' });
  const meter = PromMeter.start('coordinator');
  await new MeasureConcerns(postgres, new SystemClock(), meter).run();
  const { body } = await meter.text();
  const figure = (name: string) =>
    Number(new RegExp(`^evenkeel_${name}\\{service="coordinator"\\} (\\S+)$`, 'm').exec(body)?.[1]);
  expect(figure('database_up')).toBe(1);
  expect(figure('database_connections')).toBeGreaterThan(0);
  expect(figure('database_connections_most')).toBeGreaterThan(figure('database_connections'));
  expect(figure('database_oldest_transaction_seconds')).toBeGreaterThanOrEqual(0);
  expect(figure('database_unfrozen_transactions')).toBeGreaterThan(0);
  expect(figure('database_disk_free_bytes')).toBeGreaterThan(0);
  expect(figure('database_bytes')).toBeGreaterThan(1_000_000);
  await postgres.close();
});

it('shows that the database is away, and rejects so that it is logged', async () => {
  const backOff = async () => undefined;
  const postgres = createPostgres({ url: 'postgresql://evenkeel_app:x@127.0.0.1:1/evenkeel', backOff });
  const meter = PromMeter.start('coordinator');
  const sweep = new MeasureConcerns(postgres, new SystemClock(), meter);
  await expect(sweep.run()).rejects.toMatchObject({ code: 'system.database' });
  const { body } = await meter.text();
  expect(body).toContain('evenkeel_concerns{service="coordinator",kind="database_away"} 1');
  expect(body).toContain('evenkeel_database_up{service="coordinator"} 0');
  await postgres.close();
});

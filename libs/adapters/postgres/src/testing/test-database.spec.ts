import { Client } from 'pg';
import { startTestDatabase, testDatabase } from './test-database.js';

const database = testDatabase();

it('gives each caller a database of its own with every table and no rows', async () => {
  const started = performance.now();
  const another = await startTestDatabase();
  const tookMs = performance.now() - started;
  const client = new Client({ connectionString: another.url, options: '-c search_path=evenkeel' });
  await client.connect();
  const { rows } = await client.query('select count(*)::int as records from record');
  await client.end();
  await another.drop();
  expect(rows).toEqual([{ records: 0 }]);
  expect(another.url).not.toBe(database.url);
  expect(tookMs).toBeLessThan(3_000);
});

it('connects the engine as a role that is no superuser', async () => {
  await database.postgres.ping();
  const client = new Client({ connectionString: database.url });
  await client.connect();
  const { rows } = await client.query('select rolsuper from pg_roles where rolname = current_user');
  await client.end();
  expect(rows).toEqual([{ rolsuper: false }]);
});

import { ask, startPlainDatabase, type PlainDatabase } from '../testing/plain-database.js';
import { migrate } from './migrate.js';
import { sqlMigrations } from './sql-migrations.js';

const BRINGS_TYPES = 'record-types-0000000000036';
const TENANT = '00000000-0000-0000-0000-000000000001';
const ID = '01a228e4-0000-7000-8000-00000000000';

let database: PlainDatabase;
beforeEach(async () => {
  database = await startPlainDatabase('typeless');
  const all = sqlMigrations();
  // Those behind it build on it.
  const earlier = all.slice(
    0,
    all.findIndex((Migration) => new Migration().name === BRINGS_TYPES),
  );
  await migrate({ url: database.url }, earlier);
});
afterEach(() => database.drop());

it('gives each record type of jobs and of records that are here an open one', async () => {
  const say = (sql: string) => ask(database.url, `set search_path = evenkeel; ${sql}`);
  await say(`insert into connection (id, tenant_id, name, connector, settings, status)
    values ('${ID}1', '${TENANT}', 'shop', 'rest', '{}', 'active')`);
  await say(`insert into job (id, tenant_id, connection_id, name, stream, record_type, revision)
    values ('${ID}2', '${TENANT}', '${ID}1', 'a', 'customers', 'customer', 1)`);
  await say(`insert into reference_set (tenant_id, connection_id, stream, record_type)
    values ('${TENANT}', '${ID}1', 'customers', 'customer'), ('${TENANT}', '${ID}1', 'old', 'of a removed job')`);
  await migrate({ url: database.url });
  const types = await ask(
    database.url,
    `select t.name, r.revision, r.schema from evenkeel.record_type t
     join evenkeel.record_type_revision r on r.record_type_id = t.id order by t.name`,
  );
  expect(types).toEqual([
    { name: 'customer', revision: 1, schema: null },
    { name: 'of a removed job', revision: 1, schema: null },
  ]);
});

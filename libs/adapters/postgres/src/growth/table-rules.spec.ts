import { SCHEMA } from '../database/database.js';
import { testDatabase } from '../testing/test-database.js';
import { FORGET_REQUESTS, LEFT_BY_RUNS } from './run-statements.js';
import { TABLE_RULES } from './table-rules.js';

const database = testDatabase();

it('says of every table of the schema what becomes of its rows', async () => {
  const there = await database.rows<{ name: string }>(
    `select table_name as name from information_schema.tables where table_schema = $1 and table_type = 'BASE TABLE'`,
    [SCHEMA],
  );
  expect(Object.keys(TABLE_RULES).toSorted()).toEqual(there.map(({ name }) => name).toSorted());
});

it('deletes what refers to a run before it: a run that went first would leave rows that no rule finds again', async () => {
  const keys = await database.rows<{ child: string }>(
    `select distinct c.relname as child from pg_constraint k join pg_class c on c.oid = k.conrelid
     where k.contype = 'f' and k.confrelid = 'execution'::regclass`,
  );
  const left = LEFT_BY_RUNS.map(({ table }) => table);
  expect(keys.length).toBeGreaterThan(2);
  for (const { child } of keys) expect(left).toContain(child);
});

it('has a statement for every table that goes with its days', () => {
  const byDays = Object.keys(FORGET_REQUESTS).filter((table) => TABLE_RULES[table]?.kind !== 'days');
  expect(byDays).toEqual(['group_run_job', 'dedupe_pair']);
});

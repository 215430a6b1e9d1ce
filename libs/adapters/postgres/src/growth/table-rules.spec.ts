import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { SCHEMA } from '../database/database.js';
import { testDatabase } from '../testing/test-database.js';
import { withGrowthRules } from './growth-rules-text.js';
import { FORGET_REQUESTS, forgetLeft, LEFT_BY_RUNS } from './run-statements.js';
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

it('is what docs/growth.md says: write it anew after a change (scripts/write-growth.mjs, then the formatter)', () => {
  const page = readFileSync(join(__dirname, '../../../../../docs/growth.md'), 'utf8');
  // The formatter lays tables out.
  const words = (text: string) => text.replaceAll(/-+/g, '-').replaceAll(/\s+/g, ' ');
  expect(words(withGrowthRules(page))).toBe(words(page));
  expect(page).toContain('`schedule_slot`');
});

it('finds what runs have left without reading all of a large table', async () => {
  await database.rows(
    `insert into outcome (execution_id, chunk_id, page_no, position, outcome)
     select md5((n % 100)::text)::uuid, md5('')::uuid, 0, n, 'rejected' from generate_series(1, 50000) n`,
  );
  await database.rows('analyze outcome');
  const [first] = LEFT_BY_RUNS;
  const ids = `array(select md5(n::text)::uuid from generate_series(1, 50) n)`;
  const statement = forgetLeft(first!).replaceAll('$1::uuid[]', ids).replaceAll('$2', '2000');
  const plan = await database.rows<Record<string, string>>(`explain ${statement}`);
  const text = plan.map((line) => line['QUERY PLAN']).join('\n');
  expect(text).not.toMatch(/Seq Scan on outcome/);
  expect(text).toMatch(/outcome_execution/);
});

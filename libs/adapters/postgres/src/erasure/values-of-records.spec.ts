import { testDatabase } from '../testing/test-database.js';
import { ERASURE_STEPS } from './steps.js';

const database = testDatabase();

/**
 * Columns that can hold text or JSON and hold no value of a record, by their table; `*`: none of them does. Whoever adds a column
 * decides: it stands here, or a step of an erasure clears it.
 */
const HOLDS_NO_VALUES: Readonly<Record<string, readonly string[] | '*'>> = {};

it('every column that can hold values of records is erased, or is said to hold none', async () => {
  const columns = await database.rows<{ table: string; column: string }>(
    `select c.table_name as "table", c.column_name as "column" from information_schema.columns c
     join information_schema.tables t using (table_schema, table_name)
     where c.table_schema = 'evenkeel' and t.table_type = 'BASE TABLE'
       and (c.data_type in ('text', 'json', 'jsonb', 'bytea') or c.udt_name in ('_text', '_json', '_jsonb', '_bytea'))`,
    [],
  );
  const open = columns.filter(({ table, column }) => {
    const none = HOLDS_NO_VALUES[table] ?? [];
    if (none === '*' || none.includes(column)) return false;
    const step = ERASURE_STEPS.find((each) => each.table === table);
    return step === undefined || (step.set !== undefined && !new RegExp(`\\b${column} = `).test(step.set));
  });
  const byTable: Record<string, string[]> = {};
  for (const { table, column } of open) (byTable[table] ??= []).push(column);
  expect(byTable).toEqual({});
});

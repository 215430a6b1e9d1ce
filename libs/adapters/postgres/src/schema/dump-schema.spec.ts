import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { OUTCOMES } from '@evenkeel/domain';
import { testDatabase } from '../testing/test-database.js';
import { dumpSchema } from './dump-schema.js';

const database = testDatabase();
const committed = join(__dirname, '../../../../../docs/schema.sql');

it('gives what docs/schema.sql holds: write it anew after a migration', async () => {
  expect(await dumpSchema(database.url)).toBe(readFileSync(committed, 'utf8'));
});

it.each(['chunk', 'page_result'])('has a column of %s for every outcome', async (table) => {
  const schema = await dumpSchema(database.url);
  const [, columns = ''] = new RegExp(`create table ${table} \\(\\n([^;]*)\\n\\)`).exec(schema) ?? [];
  for (const outcome of OUTCOMES) expect(columns).toContain(`  ${outcome} integer not null`);
});

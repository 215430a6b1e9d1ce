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

/** What a developer who appended an outcome has to do, in words; empty: nothing. */
function missingColumns(schema: string, outcomes: readonly string[]): string {
  const steps = ['chunk', 'page_result'].flatMap((table) => {
    const [, columns = ''] = new RegExp(`create table ${table} \\(\\n([^;]*)\\n\\)`).exec(schema) ?? [];
    const missing = outcomes.filter((outcome) => !columns.includes(`  ${outcome} integer not null`));
    return missing.map((outcome) => `alter table ${table} add column ${outcome} int not null default 0;`);
  });
  if (steps.length === 0) return '';
  return `Outcomes are counted in columns of their names: append a migration to libs/adapters/postgres/migrations with\n${steps.join('\n')}`;
}

it('has columns of chunk and page_result for every outcome', async () => {
  expect(missingColumns(await dumpSchema(database.url), OUTCOMES)).toBe('');
});

it('would say which migration an outcome without columns needs', async () => {
  expect(missingColumns(await dumpSchema(database.url), [...OUTCOMES, 'adopted'])).toBe(
    `Outcomes are counted in columns of their names: append a migration to libs/adapters/postgres/migrations with
alter table chunk add column adopted int not null default 0;
alter table page_result add column adopted int not null default 0;`,
  );
});

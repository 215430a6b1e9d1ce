import { testDatabase } from '../testing/index.js';

const database = testDatabase();

/** Tables that look like a setting, and why their changes are no entries of the audit log. */
const NOT_AUDITED: Readonly<Record<string, string>> = {
  access_token: 'The engine gets tokens by itself.',
  kept_key: 'The engine makes these keys by itself.',
  conflict: 'What people decide of a conflict is kept with it, with who and why.',
  dedupe_run: 'Its revision counts what is done to a run, not to a setting.',
};

it('every table with a revision or a sealed secret is audited, or says why not', async () => {
  const tables = await database.rows<{ name: string; audited: boolean }>(
    `select c.relname as name, exists (select from pg_trigger t where t.tgrelid = c.oid and t.tgname = 'audit') as audited
     from pg_class c where c.relnamespace = 'evenkeel'::regnamespace and c.relkind in ('r', 'p') and exists (
       select from pg_attribute a where a.attrelid = c.oid and not a.attisdropped and (a.attname = 'revision' or a.attname ^@ 'sealed'))`,
  );
  expect(tables.length).toBeGreaterThan(8);
  const left = tables.flatMap(({ name, audited }) => (audited ? [] : [name]));
  expect(left.sort()).toEqual(Object.keys(NOT_AUDITED).sort());
});

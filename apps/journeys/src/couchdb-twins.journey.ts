import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { JsonObject } from '@evenkeel/domain';
import { typeCommand } from './kit/command-line.js';
import { CouchDb } from './kit/couchdb.js';
import { journeyFolder } from './kit/repository.js';
import { restExample } from './kit/rest-example.js';
import { startStandalone, type StandaloneUnderTest } from './kit/standalone.js';

/** Runs in the lane of the journeys of `npm test`. */
jest.setTimeout(60_000);

const DATABASES = ['sales', 'support'] as const;
type Database = (typeof DATABASES)[number];
const folder = journeyFolder('couchdb-twins');

let engine: StandaloneUnderTest;
let servers: Readonly<Record<Database, CouchDb>>;

beforeAll(async () => {
  const [started, sales, support] = await Promise.all([
    startStandalone(folder),
    ...DATABASES.map((name) => CouchDb.start(name, folder)),
  ]);
  engine = started;
  servers = { sales: sales!, support: support! };
  await set('company', {
    rules: [{ name: 'VAT', when: { field: 'vat', by: 'exact', normalise: ['digits'] } }],
  });
  await set('contact', {
    rules: [{ name: 'e-mail', when: { field: 'email', by: 'exact', normalise: ['email'] } }],
  });
  for (const name of DATABASES) await addJob(name, new URL(servers[name].url).origin);
}, 120_000);
afterAll(async () => {
  await Promise.all(Object.values(servers ?? {}).map((server) => server.stop()));
  await engine?.stop();
}, 60_000);

async function set(recordType: string, rules: JsonObject): Promise<void> {
  const file = join(folder, `${recordType}.json`);
  writeFileSync(file, JSON.stringify(rules));
  const { code, err } = await typeCommand(engine.url, ['record-types', 'set', recordType, '--match', file]);
  expect([code, err]).toEqual([0, '']);
}

async function addJob(name: Database, origin: string): Promise<void> {
  const settings = restExample('couchdb', origin, { DATABASE: name });
  const credentials = { username: 'admin', password: 'secret' };
  await engine.admin.addConnection({ name, connector: 'rest', settings, credentials });
  await engine.admin.addJob({
    ...{ name, connection: name, stream: 'documents', recordType: 'company', mode: 'full' },
    deleteCeiling: { percent: 100, records: 100 },
    mapping: ['vat', name].map((field) => ({ source: field, target: field })),
    derive: [{ name: 'contacts', each: 'contacts', key: 'id', recordType: 'contact' }],
  });
}

/** A company with contacts `id:e-mail`; each database writes the number of its taxes in its own way. */
function company(database: Database, nth: number, contacts: readonly string[]): JsonObject {
  return {
    ...{ _id: `${database}-${nth}`, vat: database === 'sales' ? `DE ${nth}00-42` : `DE${nth}0042` },
    [database]: `says ${nth}`,
    contacts: contacts.map((contact) => {
      const [id = '', email = ''] = contact.split(':');
      return { id, email, [`in_${database}`]: true };
    }),
  };
}

/**
 * The same in the words of SQL, from the documents of both databases: companies are one by the digits of their number, contacts by their
 * address in small letters, and each has what either says. It shares nothing with the engine.
 */
const EXPECTED = `
  with doc as (
    select d ->> '_id' as id, regexp_replace(d ->> 'vat', '\\D', '', 'g') as vat, d as said, d from jsonb_array_elements($1::jsonb) d),
  contact as (
    select id || '#' || (c ->> 'id') as id, lower(c ->> 'email') as email, id as parent, c
    from doc, jsonb_array_elements(d -> 'contacts') c)
  select 'company ' || string_agg(id, ' ' order by id collate "C") || ' '
    || concat_ws(' ', min(d ->> 'sales'), min(d ->> 'support')) as line from doc group by vat
  union all
  select 'contact ' || string_agg(id, ' ' order by id collate "C") || ' ' || email || ' '
    || concat_ws(' ', min(c ->> 'in_sales'), min(c ->> 'in_support')) from contact group by email
  union all
  select 'link ' || parent || ' ' || id from contact`;

const STORED = `
  select concat_ws(' ', r.record_type,
    (select string_agg(e.external_id, ' ' order by e.external_id collate "C")
     from external_reference e where e.record_id = r.id and e.inactive_at is null),
    lower(r.data ->> 'email'), r.data ->> 'sales', r.data ->> 'support', r.data ->> 'in_sales', r.data ->> 'in_support') as line
  from record r where r.merged_into is null and r.inactive_at is null
  union all
  select 'link ' || f.external_id || ' ' || t.external_id
  from record_link l join external_reference f on f.id = l.from_reference and f.inactive_at is null
  join external_reference t on t.set_id = l.to_set and t.external_id = l.to_external_id and t.inactive_at is null
  where l.ended_at is null`;

const linesOf = async (sql: string, values: unknown[] = []) =>
  (await engine.store.rows<{ line: string }>(sql, values)).map(({ line }) => line).toSorted();

async function runAndCompare(): Promise<void> {
  for (const name of DATABASES) {
    const { status, reason, receipt } = await engine.admin.runToEnd(name, { mode: 'full' });
    expect([name, status, reason, receipt.balanced]).toEqual([name, 'completed', null, true]);
  }
  const documents = await Promise.all(DATABASES.map((name) => servers[name].documents()));
  const all = documents.flatMap((found) => [...found.values()]);
  expect(await linesOf(STORED)).toEqual(await linesOf(EXPECTED, [JSON.stringify(all)]));
}

it('makes twins in two databases one, and their contacts by rules of their own', async () => {
  const numbers = Array.from({ length: 20 }, (_, nth) => nth + 1);
  await servers.sales.write(
    numbers.map((nth) => company('sales', nth, [`a:ann${nth}@x.org`, `b:bob${nth}@x.org`])),
  );
  const twins = numbers.filter((nth) => nth % 3 !== 0);
  await servers.support.write([
    // Every second has a contact in common; number 40 is a company of its own with a contact of another one.
    ...twins.map((nth) => company('support', nth, [`x:${nth % 2 ? 'ANN' : 'eve'}${nth}@X.org`])),
    company('support', 40, ['y:bob3@x.org']),
  ]);
  await runAndCompare();
});

it('follows documents that change and go in either of them', async () => {
  const [sales, support] = await Promise.all(DATABASES.map((name) => servers[name].documents()));
  const now = (documents: typeof sales, id: string) => documents!.get(id)!;
  const of = (database: Database, nth: number, contacts: readonly string[]) => ({
    ...now(database === 'sales' ? sales : support, `${database}-${nth}`),
    ...company(database, nth, contacts),
  });
  await servers.sales.write([
    // Twins with a common contact: one of them loses it, one is gone, and one gets what the other has.
    of('sales', 1, ['b:bob1@x.org']),
    { ...now(sales, 'sales-5'), _deleted: true },
    of('sales', 2, ['a:ann2@x.org', 'b:bob2@x.org', 'c:Eve2@x.org']),
  ]);
  await servers.support.write([
    { ...now(support, 'support-7'), _deleted: true },
    of('support', 4, []),
    company('support', 6, ['x:Ann6@x.org', 'z:new6@x.org']),
  ]);
  await runAndCompare();
  await runAndCompare();
});

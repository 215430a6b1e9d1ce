import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { operationList } from '@evenkeel/contracts-admin';
import { startEngine } from './testing/start-engine.js';
import { typeIn, type Seen } from './testing/type-in.js';

/** Part of every sensitive value; no part of it stands anywhere else. */
const CANARY = 'canary';
const engine = startEngine();
let state = 'first';
const provider = createServer((_request, response) => {
  response.setHeader('content-type', 'application/json');
  const person = (id: string, n: unknown) => ({
    ...{ id, n, mail: `${CANARY}-${state}@example.com` },
    contacts: [{ phone: `${CANARY}-${id}`, kind: 'work' }],
    home: { town: `${CANARY}-town`, no: 7 },
  });
  response.end(JSON.stringify([person('fine', 1), person('broken', 'seven'), { id: 'odd', n: [CANARY] }]));
});
beforeAll(async () => {
  provider.listen(0, '127.0.0.1');
  await once(provider, 'listening');
});
afterAll(() => {
  provider.close();
  provider.closeAllConnections();
});

const type = (...given: string[]) => typeIn(given, { url: engine.url, columns: 200 });
const jsonOf = <T>({ out }: Seen) => JSON.parse(out) as T;
const idsOf = async (...given: string[]) =>
  jsonOf<{ items: readonly { id: string }[] }>(await type(...given, '--json')).items.map(({ id }) => id);

const MAPPING = JSON.stringify([
  { source: 'id', target: 'id' },
  { source: 'n', target: 'n' },
  { source: 'mail', target: 'email', transforms: ['lowercase'] },
  { source: 'contacts', target: 'contacts' },
]);
const DERIVE = JSON.stringify([
  { name: 'home', at: 'home', recordType: 'place', mapping: [{ source: 'town', target: 'city' }] },
]);
const schemaOf = (n: object) => JSON.stringify({ type: 'object', properties: { n } });

it('a value of a sensitive field is shown where its record is, and nowhere else', async () => {
  const baseUrl = `http://127.0.0.1:${(provider.address() as AddressInfo).port}`;
  const settings = JSON.stringify({ baseUrl, streams: { people: { path: '/people' } } });
  await type('connections', 'add', 'crm', '--connector', 'rest', '--settings', settings);
  const set = ['record-types', 'set', 'person'];
  await type(...set, '--schema', schemaOf({ type: 'number' }));
  expect((await type(...set, '--sensitive', 'email,,n.*')).err).toContain('sensitive[1]');
  await type(...set, '--sensitive', 'email,contacts.*.phone,n.*');
  expect((await type('record-types', 'show', 'person')).out).toContain(
    'sensitive    email, contacts.*.phone, n.*',
  );
  const job = [
    'jobs',
    'add',
    'people',
    '--connection',
    'crm',
    '--stream',
    'people',
    '--record-type',
    'person',
  ];
  await type('record-types', 'set', 'place', '--sensitive', 'city');
  await type(...job, '--mode', 'full', '--mapping', MAPPING, '--derive', DERIVE);

  expect((await type('run', 'people', '--watch')).out).toContain('1 created + 2 rejected');
  state = 'second';
  const tested = (await type('jobs', 'test-mapping', 'people', '--sample', '3')).out;
  expect(tested).toContain('"***"');
  expect(tested).not.toContain(CANARY);
  const preview = await type('preview', 'people', '--watch');
  expect(preview.out).not.toContain(CANARY);
  await type('run', 'people', '--watch');

  const [record] = await idsOf('records', 'list', 'person');
  const page = (await type('records', 'show', record!)).out;
  const [data, events] = page.split('what happened');
  expect(data).toContain(`${CANARY}-second@example.com`);
  expect(events).toContain('email: "***" -> "***"');
  await everythingElseIsSilent(record!);

  // What is edited keeps what was shown masked; what is replayed is as the provider gave it.
  const failures = jsonOf<{ items: { id: string; externalId: string }[] }>(
    await type('dlq', 'list', '--json'),
  );
  const broken = failures.items.find(({ externalId }) => externalId === 'broken')!.id;
  const { raw } = jsonOf<{ raw: string }>(await type('dlq', 'show', broken, '--json'));
  expect(JSON.parse(raw)).toMatchObject({
    n: 'seven',
    mail: '***',
    contacts: [{ phone: '***', kind: 'work' }],
    home: { town: '***', no: 7 },
  });
  const edited = JSON.stringify({ ...(JSON.parse(raw) as object), n: 7 });
  await type('dlq', 'edit', broken, '--payload', edited, '--watch');
  const found = await type('records', 'show', 'person', 'broken');
  expect(found.out).toContain(`"email": "${CANARY}-second@example.com"`);
  expect(found.out).toContain(`"phone": "${CANARY}-broken"`);
}, 60_000);

/** Every operation that tells something, asked about all there is; every table but those that hold records for good. */
async function everythingElseIsSilent(record: string): Promise<void> {
  const [execution] = await idsOf('executions', 'list');
  const executions = await idsOf('executions', 'list');
  const [failure] = await idsOf('dlq', 'list');
  const plans = await engine.database.rows<{ id: string }>('select id from plan', []);
  const named = {
    connection: 'crm',
    job: 'people',
    recordType: 'person',
    connector: 'rest',
    execution,
    failure,
    record,
  };
  for (const { id, method, path } of operationList) {
    if (method !== 'GET' || ['showRecord', 'listRecords'].includes(id)) continue;
    const many = path.includes(':execution')
      ? executions
      : path.includes(':plan')
        ? plans.map((plan) => plan.id)
        : [''];
    for (const one of many) {
      const names: Readonly<Record<string, string | undefined>> = { ...named, execution: one, plan: one };
      const address = path.replace(/:(\w+)/g, (_, name: string) => names[name] ?? 'none');
      const answer = await fetch(`${engine.url}/api/v1${address}?limit=100`).then((response) =>
        response.text(),
      );
      expect({ id, tells: answer.includes(CANARY) ? answer : '' }).toEqual({ id, tells: '' });
    }
  }
  const metrics = await fetch(`${engine.url}/metrics`).then((response) => response.text());
  expect(metrics).not.toContain(CANARY);
  const tables = await engine.database.rows<{ name: string }>(
    `select table_name as name from information_schema.tables where table_schema = 'evenkeel' and table_type = 'BASE TABLE'`,
    [],
  );
  expect(tables.length).toBeGreaterThan(40);
  for (const { name } of tables.filter((table) => !HOLD_RECORDS.includes(table.name))) {
    const found = await engine.database.rows(`select t.* from "${name}" t where t::text like $1`, [
      `%${CANARY}%`,
    ]);
    expect({ name, found }).toEqual({ name, found: [] });
  }
}

/** The record itself, what it was before, and the answer of the provider that is kept to ask whether there is a newer one. */
const HOLD_RECORDS = ['record', 'record_change', 'kept_answer'];

import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { operationList } from '@evenkeel/contracts-admin';
import { HOLDS_VALUES, tablesWith } from './testing/canary-walk.js';
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

/** Every operation that tells something, asked about all there is; every table but those that hold values whole. */
async function everythingElseIsSilent(record: string): Promise<void> {
  const executions = await idsOf('executions', 'list');
  const [failure] = await idsOf('dlq', 'list');
  await facesAreSilent(executions, { job: 'people', recordType: 'person', record, failure });
  await tablesAreSilent();
}

type Names = Readonly<Record<string, string | undefined>>;

async function facesAreSilent(executions: readonly string[], own: Names): Promise<void> {
  const plans = await engine.database.rows<{ id: string }>('select id from plan', []);
  const named: Names = { connection: 'crm', connector: 'rest', ...own };
  for (const { id, method, path } of operationList) {
    if (method !== 'GET' || ['showRecord', 'listRecords'].includes(id)) continue;
    const many = path.includes(':execution')
      ? executions
      : path.includes(':plan')
        ? plans.map((plan) => plan.id)
        : [''];
    for (const one of many) {
      const names: Names = { ...named, execution: one, plan: one };
      const address = path.replace(/:(\w+)/g, (_, name: string) => names[name] ?? 'none');
      const answer = await ask(`${address}?limit=100${id === 'listFieldValues' ? '&field=email' : ''}`);
      expect({ id, tells: answer.includes(CANARY) ? answer : '' }).toEqual({ id, tells: '' });
    }
  }
  const metrics = await fetch(`${engine.url}/metrics`).then((response) => response.text());
  expect(metrics).not.toContain(CANARY);
}

const ask = (path: string) => fetch(`${engine.url}/api/v1${path}`).then((response) => response.text());

async function tablesAreSilent(): Promise<readonly string[]> {
  const found = await tablesWith(engine.database, CANARY);
  expect(Object.entries(found).filter(([table]) => HOLDS_VALUES[table] !== 'whole')).toEqual([]);
  return Object.keys(found);
}

const MEMBERS = {
  '/members': [
    { id: 'm1', mail: `${CANARY}-a@example.com`, name: `Zoe ${CANARY}`, home: { town: `${CANARY}-town` } },
    { id: 'm2', mail: `${CANARY}-b@example.com`, name: `Katharina Bergmann-${CANARY}` },
    { id: 'm3', mail: `${CANARY}-c@example.com`, name: `Xaver ${CANARY}`, team: 't9' },
  ],
  '/shop': [
    { id: 's1', mail: `${CANARY}-a@example.com`, name: `Zoe ${CANARY}` },
    { id: 's2', mail: `${CANARY}-d@example.com`, name: `Katharina Bergman-${CANARY}` },
  ],
  '/teams': [],
};
const ALIKE = JSON.stringify({
  rules: [
    { name: 'mail', when: { field: 'email', by: 'exact', normalise: ['email'] } },
    {
      ...{ name: 'name', review: 0.9, when: { field: 'name', by: 'fuzzy', threshold: 0.999 } },
      blockBy: [{ field: 'name', by: 'prefix', length: 3 }],
    },
  ],
});

it('nor is one of records that are merged, asked about, waiting, or made of parts', async () => {
  const members = await startMembers();
  const run = (job: string) => type('run', job, '--watch');
  expect((await run('members')).out).toContain('2 created + 1 parked');
  expect((await run('shop')).out).toContain('1 created + 1 merged');
  const [merge] = await idsOf('matches', 'merges');
  const [match] = await idsOf('matches', 'list');
  const [record] = await idsOf('records', 'list', 'member', '--external-id', 'm1');
  const [place] = await idsOf('records', 'list', 'place', '--external-id', 'm1');
  for (const id of [merge, match, record, place]) expect(id).toMatch(/^\d+$/);
  expect((await type('parked', 'list')).out).toContain('m3');
  const executions = await idsOf('executions', 'list', '--job', 'members');
  const of = { recordType: 'member', job: 'members', connection: 'club', match, merge };
  for (const each of [record, place]) await facesAreSilent(executions, { ...of, record: each });
  const history = await type('records', 'show', record!, '--history', 'email');
  expect(history.out).toContain('"***"');
  expect(history.out).not.toContain(CANARY);
  expect(await tablesAreSilent()).toEqual(expect.arrayContaining(['record', 'projection', 'record_change']));
  // Parted again, and the whole again: what is told of both is as silent.
  await type('matches', 'unmerge', merge!);
  await type('matches', 'merge', match!);
  await facesAreSilent(executions, { ...of, record });
  await tablesAreSilent();
  await members.close();
}, 60_000);

async function startMembers(): Promise<{ close(): Promise<void> }> {
  const server = createServer((request, response) => {
    response.setHeader('content-type', 'application/json');
    const [path = ''] = (request.url ?? '').split('?');
    response.end(JSON.stringify((MEMBERS as Readonly<Record<string, unknown>>)[path] ?? []));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const baseUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const streams = { members: { path: '/members' }, shop: { path: '/shop' }, teams: { path: '/teams' } };
  const settings = JSON.stringify({ baseUrl, streams });
  for (const name of ['club', 'shop'])
    await type('connections', 'add', name, '--connector', 'rest', '--settings', settings);
  await type('record-types', 'set', 'member', '--match', ALIKE);
  await type('record-types', 'set', 'member', '--sensitive', 'email,name');
  const mapping = JSON.stringify(
    ['id', 'name', 'team']
      .map((field) => ({ source: field, target: field }))
      .concat({ source: 'mail', target: 'email' }),
  );
  const home = {
    name: 'home',
    at: 'home',
    recordType: 'place',
    mapping: [{ source: 'town', target: 'city' }],
  };
  const links = [{ name: 'team', stream: 'teams', recordType: 'team', at: 'team', required: true }];
  const full = ['--record-type', 'member', '--mode', 'full', '--mapping', mapping];
  const pieces = ['--derive', JSON.stringify([home]), '--links', JSON.stringify(links)];
  await type('jobs', 'add', 'members', '--connection', 'club', '--stream', 'members', ...full, ...pieces);
  await type('jobs', 'add', 'shop', '--connection', 'shop', '--stream', 'shop', ...full);
  return {
    close: async () => {
      server.closeAllConnections();
      server.close();
    },
  };
}

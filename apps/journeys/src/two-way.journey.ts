import type { JsonObject } from '@evenkeel/domain';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { EmbeddedPostgres } from '@evenkeel/adapter-postgres';
import { StoryClient } from './kit/admin-client.js';
import { databaseFolder } from './kit/database-folder.js';
import { endWithThisProcess } from './kit/end-with-this-process.js';
import { eventually } from './kit/eventually.js';
import { freePort } from './kit/free-port.js';
import { OsProcess } from './kit/os-process.js';
import { journeyFolder } from './kit/repository.js';
import { SandboxProvider } from './kit/sandbox-provider.js';
import { StoreView } from './kit/store-view.js';

jest.setTimeout(240_000);

/**
 * One job keeps records in step that are edited on both sides, while answers are lost and the process is killed. In the end both sides are equal, nothing was created
 * twice, and every receipt balances.
 */
const RECORDS = 200;
const FIELDS = ['email', 'name', 'city', 'segment'] as const;
const folder = journeyFolder('two-way');
let postgres: EmbeddedPostgres;
let engine: OsProcess;
let sandbox: SandboxProvider;
let store: StoreView;
let admin: StoryClient;
let url: string;
let release: () => void;

function startEngine(): OsProcess {
  return new OsProcess({
    program: 'apps/standalone/dist/main.js',
    args: ['--no-demo', '--port', new URL(url).port, '--data-dir', join(folder, 'data')],
    env: { DATABASE_URL: postgres.url, LOG_LEVEL: 'warn' },
    logFile: join(folder, 'standalone.log'),
  });
}

beforeAll(async () => {
  postgres = await EmbeddedPostgres.start({ dataDir: databaseFolder() });
  ({ release } = endWithThisProcess(postgres.pid, 'QUIT'));
  url = `http://127.0.0.1:${await freePort()}`;
  engine = startEngine();
  sandbox = await SandboxProvider.start({ records: RECORDS, latencyMs: 3, folder });
  await engine.untilAnswers(`${url}/readyz`);
  store = await StoreView.open(postgres.superuserUrl.replace(/\/postgres$/, '/evenkeel'));
  admin = new StoryClient(url);
  await admin.addConnection({
    name: 'crm',
    connector: 'simulator',
    settings: { baseUrl: sandbox.url, writes: { keyLifetimeSeconds: null, lookUpSettlesMs: 200 } },
    credentials: {},
  });
  await admin.addJob({
    name: 'people',
    connection: 'crm',
    stream: 'customers',
    recordType: 'person',
    direction: 'bidirectional',
    mode: 'full',
    conflictPolicy: { strategy: 'newest_wins', fields: { city: 'destination_wins', segment: 'source_wins' } },
    mapping: FIELDS.map((field) => ({ source: field, target: field, direction: 'both' })),
  });
});
afterAll(async () => {
  await sandbox.stop();
  await engine.stop();
  await store.close();
  await postgres.stop();
  release();
  await rm(postgres.folder, { recursive: true, force: true });
});

const count = async (sql: string) =>
  (await store.rows<{ n: number }>(`select count(*)::int as n from ${sql}`))[0]!.n;
const unresolved = () => count(`push_intent where state <> 'applied'`);
const edit = (where: string, change: JsonObject) =>
  store.rows(
    `update record set data = data || '${JSON.stringify(change)}' where record_type = 'person' and ${where}`,
  );
/** Each of the records whose number has this rest by ten. */
const those = async (rest: number) =>
  [...(await sandbox.customers()).keys()].filter((id) => Number(id.slice(4)) % 10 === rest);
const isOf = (rest: number) =>
  `id in (select record_id from external_reference where right(external_id, 1) = '${rest}')`;

const picked = (record: JsonObject) =>
  Object.fromEntries(FIELDS.map((field) => [field, record[field] ?? null]));
const emailOf = ({ email }: JsonObject) => (typeof email === 'string' ? email : '');
async function sides() {
  const rows = await store.rows<{ data: JsonObject }>(
    `select data from record where record_type = 'person' and inactive_at is null`,
  );
  const inOrder = (records: readonly JsonObject[]) =>
    records.map(picked).sort((one, other) => (emailOf(one) < emailOf(other) ? -1 : 1));
  return [inOrder(rows.map(({ data }) => data)), inOrder([...(await sandbox.customers()).values()])];
}
async function expectEqualSides() {
  const [here, there] = await sides();
  expect(here).toEqual(there);
}
const writes = async () =>
  ((await sandbox.stats()) as unknown as { writes: Readonly<Record<string, number>> }).writes;

it('the first run takes what the provider has, and the next ones write nothing', async () => {
  const first = await admin.runToEnd('people');
  expect(first).toMatchObject({
    status: 'completed',
    receipt: { fetched: RECORDS, created: RECORDS, balanced: true },
  });
  await expectEqualSides();
  expect((await admin.runToEnd('people')).receipt).toMatchObject({ fetched: RECORDS, skipped: RECORDS });
  expect(await writes()).toEqual({});
});

it('what is edited here is sent, what is edited there is taken, and what both edited is joined by field', async () => {
  await edit(isOf(1), { city: 'Oslo' });
  await edit(isOf(2), { city: 'Oslo', segment: 'public' });
  await sandbox.control({ edit: { stream: 'customers', ids: await those(2), set: { name: 'Eve' } } });
  await edit(isOf(3), { city: 'Oslo', segment: 'public' });
  await sandbox.control({
    edit: { stream: 'customers', ids: await those(3), set: { city: 'Bern', segment: 'partner' } },
  });
  await store.rows(
    `insert into record (tenant_id, record_type, data)
     select t.id, 'person', jsonb_build_object('email', 'new' || n || '@example.com', 'name', 'New ' || n)
     from tenant t, generate_series(1, 5) as n`,
  );
  const run = await admin.runToEnd('people');
  expect(run).toMatchObject({ status: 'completed', receipt: { balanced: true } });
  await expectEqualSides();
  const third = await store.rows<{ data: JsonObject }>(
    `select data from record where ${isOf(3)} and data ->> 'email' not like 'new%'`,
  );
  expect(third.every(({ data }) => data['city'] === 'Oslo' && data['segment'] === 'partner')).toBe(true);
  expect(await writes()).toEqual({ 'customers/create': 5, 'customers/update': 60 });
  await sandbox.control({ resetStats: true });
  for (let times = 0; times < 3; times += 1) await admin.runToEnd('people');
  expect(await writes()).toEqual({});
  expect(await count('local_change')).toBe(0);
});

it('nothing is created twice and nothing is lost where answers are lost and the process is killed', async () => {
  await sandbox.control({
    faults: 'reset-after:every=17:on=write,reset-before:every=19:on=write,error-after:every=23:on=write',
  });
  await edit('true', { name: 'Ann' });
  await store.rows(
    `insert into record (tenant_id, record_type, data)
     select t.id, 'person', jsonb_build_object('email', 'more' || n || '@example.com', 'name', 'More ' || n)
     from tenant t, generate_series(1, 60) as n`,
  );
  const id = await admin.begin('people');
  await eventually('some are written', async () => ((await writes())['customers/update'] ?? 0) > 40);
  await engine.kill9();
  await sandbox.control({ edit: { stream: 'customers', ids: await those(4), set: { segment: 'partner' } } });
  engine = startEngine();
  await engine.untilAnswers(`${url}/readyz`);
  expect((await admin.untilEnded(id, 120_000)).receipt).toMatchObject({ balanced: true });
  await sandbox.control({ faults: '' });
  await eventually('every write is applied', async () => (await unresolved()) === 0, 60_000);
  for (let times = 0; times < 2; times += 1)
    expect((await admin.runToEnd('people')).receipt).toMatchObject({ balanced: true });
  await eventually('every write is applied', async () => (await unresolved()) === 0, 60_000);
  await expectEqualSides();
  const { creates } = (await sandbox.stats()) as unknown as { creates: Readonly<Record<string, number>> };
  expect(Object.values(creates).filter((times) => times > 1)).toEqual([]);
  expect(await count(`record where record_type = 'person'`)).toBe(RECORDS + 65);
});

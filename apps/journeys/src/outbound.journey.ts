import type { JsonObject } from '@evenkeel/domain';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { EmbeddedPostgres } from '@evenkeel/adapter-postgres';
import { StoryClient } from './kit/admin-client.js';
import { typeCommand } from './kit/command-line.js';
import { databaseFolder } from './kit/database-folder.js';
import { endWithThisProcess } from './kit/end-with-this-process.js';
import { eventually } from './kit/eventually.js';
import { freePort } from './kit/free-port.js';
import { OsProcess } from './kit/os-process.js';
import { journeyFolder } from './kit/repository.js';
import { SandboxProvider } from './kit/sandbox-provider.js';
import { StoreView } from './kit/store-view.js';

jest.setTimeout(180_000);

/**
 * Records that are made by SQL are pushed to a provider that is slow and loses answers, by a process that is killed meanwhile. In the end
 * the provider has what the store has, each record once, and every receipt balances.
 */
const RECORDS = 1_000;
const folder = journeyFolder('outbound');
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
  sandbox = await SandboxProvider.start({ records: 0, latencyMs: 3, folder });
  await engine.untilAnswers(`${url}/readyz`);
  store = await StoreView.open(postgres.superuserUrl.replace(/\/postgres$/, '/evenkeel'));
  admin = new StoryClient(url);
  await admin.addConnection({
    name: 'crm',
    connector: 'simulator',
    settings: { baseUrl: sandbox.url, writes: { keyLifetimeSeconds: null, lookUpSettlesMs: 200 } },
    credentials: {},
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

const type = async (...given: readonly string[]) => {
  const seen = await typeCommand(url, given);
  if (seen.code !== 0) throw new Error(`${given.join(' ')}: ${seen.out} ${seen.err}`);
  return seen.out;
};

/** Until nothing is in doubt any more, and a run has nothing left to push. */
async function untilEven(): Promise<void> {
  await eventually('every write is applied', async () => (await open()) === 0, 60_000);
}
const open = async () =>
  (await store.rows<{ n: number }>(`select count(*)::int as n from push_intent where state <> 'applied'`))[0]!
    .n;
const pending = async () =>
  (await store.rows<{ n: number }>('select count(*)::int as n from local_change'))[0]!.n;

/** What each side has, by email. */
async function sides(): Promise<readonly (readonly JsonObject[])[]> {
  const rows = await store.rows<{ data: JsonObject }>(
    `select data from record where record_type = 'person' and inactive_at is null`,
  );
  const there = [...(await sandbox.customers()).values()];
  return [inOrder(rows.map(({ data }) => data)), inOrder(there)];
}

/** The fields that are pushed, as they are compared. */
function inOrder(records: readonly JsonObject[]): readonly JsonObject[] {
  const fields = records.map(({ email = null, name = null, city = null }) => ({ email, name, city }));
  return fields.sort((one, other) => (JSON.stringify(one) < JSON.stringify(other) ? -1 : 1));
}

it('a job that goes out is added, and says where it goes', async () => {
  await store.rows(
    `insert into record (tenant_id, record_type, data)
     select t.id, 'person', jsonb_build_object('email', 'p' || n || '@example.com', 'name', 'Person ' || n)
     from tenant t, generate_series(1, ${RECORDS}) as n`,
  );
  await type(
    'jobs',
    'add',
    'people',
    '--connection',
    'crm',
    '--stream',
    'customers',
    '--record-type',
    'person',
    '--direction',
    'outbound',
  );
  const shown = await type('jobs', 'show', 'people');
  expect(shown).toMatch(/pushes +person, incremental/);
  expect(shown).toMatch(/into +customers of crm/);
  const preview = await typeCommand(url, ['preview', 'people']);
  expect(preview.err + preview.out).toContain('has no preview yet');
});

it('every record is pushed once, though answers are lost and the process is killed', async () => {
  await sandbox.control({
    faults:
      'reset-after:every=37:on=write,reset-before:every=41:on=write,error-after:every=53:on=write,rate-limit:every=97:seconds=1',
  });
  const id = await admin.begin('people');
  await eventually('some are there', async () => (await sandbox.customers()).size > 150);
  await engine.kill9();
  engine = startEngine();
  await engine.untilAnswers(`${url}/readyz`);
  const first = await admin.untilEnded(id, 120_000);
  expect(first.receipt).toMatchObject({ fetched: RECORDS, balanced: true });
  await sandbox.control({ faults: '' });
  await untilEven();
  const second = await admin.runToEnd('people');
  expect(second).toMatchObject({ status: 'completed', receipt: { balanced: true } });
  await untilEven();
  const [here, there] = await sides();
  expect(there).toEqual(here);
  const { creates } = (await sandbox.stats()) as unknown as { creates: Readonly<Record<string, number>> };
  expect(Object.values(creates).filter((times) => times > 1)).toEqual([]);
  expect(await pending()).toBe(0);
});

it('what is edited by SQL is pushed, and only that', async () => {
  await sandbox.control({ resetStats: true });
  await store.rows(
    `update record set data = data || '{"city":"Rome"}' where record_type = 'person' and data ->> 'email' like 'p7%'`,
  );
  const edited = await pending();
  expect(edited).toBe(111);
  const run = await admin.runToEnd('people');
  expect(run.receipt).toMatchObject({ fetched: edited, updated: edited, balanced: true });
  const [here, there] = await sides();
  expect(there).toEqual(here);
  const { writes } = (await sandbox.stats()) as unknown as { writes: Readonly<Record<string, number>> };
  expect(writes).toEqual({ 'customers/update': edited });
  expect((await admin.runToEnd('people')).receipt).toMatchObject({ fetched: 0, balanced: true });
});

it('a record says how it stands at the provider', async () => {
  const [row] = await store.rows<{ id: string }>(
    `select id::text as id from record where data ->> 'email' = 'p1@example.com'`,
  );
  expect(await type('records', 'show', row!.id)).toMatch(/in crm\/customers, written .*: synced/);
  await store.rows(`update record set data = data || '{"city":"Oslo"}' where id = ${row!.id}`);
  expect(await type('records', 'show', row!.id)).toMatch(/: pending push/);
});

it('what is deleted here is deleted there, a batch at a time', async () => {
  await admin.addConnection({
    name: 'batches',
    connector: 'simulator',
    settings: { baseUrl: sandbox.url, writes: { batchSize: 50, allOrNothing: true } },
    credentials: {},
  });
  const target = ['--connection', 'batches', '--stream', 'devices', '--record-type', 'gadget'];
  const policy = ['--direction', 'outbound', '--delete-policy', 'delete', '--delete-percent', '50'];
  await type('jobs', 'add', 'gadgets', ...target, ...policy);
  await store.rows(
    `insert into record (tenant_id, record_type, data) select t.id, 'gadget', jsonb_build_object('serial', 's' || n)
     from tenant t, generate_series(1, 300) as n`,
  );
  await sandbox.control({ resetStats: true, faults: 'reset-after:every=3:on=batch' });
  expect((await admin.runToEnd('gadgets')).receipt).toMatchObject({ fetched: 300, balanced: true });
  await untilEven();
  await admin.runToEnd('gadgets');
  await sandbox.control({ faults: '' });
  expect((await sandbox.records('devices')).size).toBe(300);
  await store.rows(`delete from record where record_type = 'gadget' and data ->> 'serial' like 's1%'`);
  const deleted = await admin.runToEnd('gadgets');
  await untilEven();
  expect(deleted.receipt).toMatchObject({ fetched: 111, balanced: true });
  expect((await sandbox.records('devices')).size).toBe(189);
  const { creates } = (await sandbox.stats()) as unknown as { creates: Readonly<Record<string, number>> };
  expect(Object.values(creates).filter((times) => times > 1)).toEqual([]);
});

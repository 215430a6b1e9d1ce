import { DEFAULT_TENANT, SyncError } from '@evenkeel/domain';
import { Client } from 'pg';
import { createPostgres, type Postgres, type PostgresOptions } from '../postgres.js';
import { testDatabase } from '../testing/test-database.js';
import { newId, seedJob, someConnection, someTrigger } from '@evenkeel/conformance';
import { runRequested } from '@evenkeel/contracts-messages';
import { kindOf, type DatabaseErrorKind } from './database-error.js';
import type { SessionIdentity } from './session.js';

const database = testDatabase();
const opened: Postgres[] = [];
afterEach(async () => {
  for (const postgres of opened.splice(0)) await postgres.close();
});

function open(options: Partial<PostgresOptions>): Postgres {
  const postgres = createPostgres({ url: database.url, ...options });
  opened.push(postgres);
  return postgres;
}

async function terminate(pid: number): Promise<void> {
  const client = new Client({ connectionString: database.superuserUrl });
  await client.connect();
  await client.query('select pg_terminate_backend($1, 5000)', [pid]);
  await client.end();
}

/** The database error that carries this code. */
function refusal(code: string): Error {
  return Object.assign(new Error(`refused with ${code}`), { code, severity: 'ERROR' });
}

const exists = async (id: string) =>
  (await database.tenant.transaction((tx) => tx.connections.find(id))) !== undefined;

describe('the statement gate', () => {
  it('sees every statement of a transaction, begin and commit included, with its server process', async () => {
    const seen: [SessionIdentity, string][] = [];
    const { store } = open({ gate: { before: async (session, sql) => void seen.push([session, sql]) } });
    await store.of(DEFAULT_TENANT).transaction((tx) => tx.now());
    expect(seen.map(([, sql]) => sql)).toEqual([
      `begin isolation level read committed; set local evenkeel.engine = 'on'; set local evenkeel.tenant = '${DEFAULT_TENANT}'`,
      'select engine_now() as now',
      'commit',
    ]);
    expect(seen[0]![0].pid).toBeGreaterThan(0);
    expect(new Set(seen.map(([{ label }]) => label)).size).toBe(1);
  });

  it('sees no tenant where a transaction is over all of them', async () => {
    const seen: string[] = [];
    const { store } = open({ gate: { before: async (_, sql) => void seen.push(sql) } });
    await store.system.transaction((tx) => tx.now());
    expect(seen[0]).toBe(`begin isolation level read committed; set local evenkeel.engine = 'on'`);
  });

  it('sees nothing but the statement of a read', async () => {
    const seen: string[] = [];
    const { store } = open({ gate: { before: async (_, sql) => void seen.push(sql) } });
    await store.of(DEFAULT_TENANT).read((tx) => tx.now());
    expect(seen).toEqual(['select engine_now() as now']);
  });

  it('holds a statement back until it may run', async () => {
    let open_ = (): void => undefined;
    const mayRun = new Promise<void>((resolve) => (open_ = resolve));
    const { store } = open({ gate: { before: (_, sql) => (sql === 'commit' ? mayRun : Promise.resolve()) } });
    const connection = someConnection();
    const work = store.of(DEFAULT_TENANT).transaction((tx) => tx.connections.insert(connection, null));
    await new Promise((resolve) => setTimeout(resolve, 100));
    expect(await exists(connection.id)).toBe(false);
    open_();
    await work;
    expect(await exists(connection.id)).toBe(true);
  });

  it('crashes a transaction before its commit: nothing was written, nothing runs again', async () => {
    const crash = new Error('crash');
    const { store } = open({
      gate: { before: (_, sql) => (sql === 'commit' ? Promise.reject(crash) : Promise.resolve()) },
    });
    const connection = someConnection();
    await expect(
      store.of(DEFAULT_TENANT).transaction((tx) => tx.connections.insert(connection, null)),
    ).rejects.toBe(crash);
    expect(await exists(connection.id)).toBe(false);
  });

  it('loses the answer to a commit: it was written all the same', async () => {
    const crash = new Error('crash');
    const { store } = open({
      gate: {
        before: () => Promise.resolve(),
        after: (_, sql) => (sql === 'commit' ? Promise.reject(crash) : Promise.resolve()),
      },
    });
    const connection = someConnection();
    await expect(
      store.of(DEFAULT_TENANT).transaction((tx) => tx.connections.insert(connection, null)),
    ).rejects.toBe(crash);
    expect(await exists(connection.id)).toBe(true);
  });
});

describe('a transaction', () => {
  it('runs again from its start a bounded number of times when the database says so', async () => {
    const waits: [number, DatabaseErrorKind][] = [];
    let runs = 0;
    const { store } = open({
      backOff: async (attempt, kind) => void waits.push([attempt, kind]),
      gate: { before: (_, sql) => (sql === 'commit' ? Promise.reject(refusal('40001')) : Promise.resolve()) },
    });
    const work = store.of(DEFAULT_TENANT).transaction(async () => {
      runs += 1;
    });
    await expect(work).rejects.toMatchObject({ code: 'system.database' });
    expect(runs).toBe(5);
    expect(waits).toEqual([2, 3, 4, 5].map((attempt) => [attempt, 'contention']));
  });

  it('does not take for its own what something else within the work threw', async () => {
    let runs = 0;
    const refused = refusal('ECONNREFUSED');
    await database.tenant.transaction((tx) =>
      tx.outbox.add(runRequested, [{ triggerId: newId(), jobId: newId() }]),
    );
    await expect(
      database.postgres.outbox.drain(1, () => {
        runs += 1;
        return Promise.reject(refused);
      }),
    ).rejects.toBe(refused);
    expect(runs).toBe(1);
  });

  it('runs again on another connection when its own is lost', async () => {
    let runs = 0;
    const pids: number[] = [];
    const { store } = open({ gate: { before: async ({ pid }) => void pids.push(pid) } });
    const connection = someConnection();
    await store.of(DEFAULT_TENANT).transaction(async (tx) => {
      runs += 1;
      await tx.connections.insert(connection, null);
      if (runs === 1) await terminate(pids.at(-1)!);
      await tx.connections.find(connection.id);
    });
    expect(runs).toBe(2);
    expect(await exists(connection.id)).toBe(true);
  });

  it('does not run again when the connection is lost at its commit: it may have happened', async () => {
    let runs = 0;
    const { store } = open({
      gate: { before: ({ pid }, sql) => (sql === 'commit' ? terminate(pid) : Promise.resolve()) },
    });
    const work = store.of(DEFAULT_TENANT).transaction(async (tx) => {
      runs += 1;
      await tx.now();
    });
    await expect(work).rejects.toMatchObject({ code: 'system.database' });
    expect(runs).toBe(1);
  });

  it('tells that the database stays away as a system error with a remedy', async () => {
    const { store, ping } = open({
      url: 'postgresql://evenkeel_app:x@127.0.0.1:1/evenkeel',
      backOff: () => Promise.resolve(),
    });
    await expect(store.of(DEFAULT_TENANT).transaction((tx) => tx.now())).rejects.toBeInstanceOf(SyncError);
    await expect(ping()).rejects.toMatchObject({ code: 'system.database', errorClass: 'system' });
  });

  it('leaves its connection usable for the next one, whatever went wrong', async () => {
    const { store } = open({ poolSize: 1 });
    const { job } = await seedJob(store.of(DEFAULT_TENANT));
    const trigger = someTrigger(job.id);
    await store.of(DEFAULT_TENANT).transaction((tx) => tx.triggers.insert(trigger));
    await expect(
      store.of(DEFAULT_TENANT).transaction((tx) => tx.triggers.insert(trigger)),
    ).rejects.toMatchObject({
      code: 'system.database',
    });
    await expect(
      store.of(DEFAULT_TENANT).transaction((tx) => tx.triggers.find(trigger.id)),
    ).resolves.toBeDefined();
  });
});

it.each<[string, DatabaseErrorKind]>([
  ['40P01', 'contention'],
  ['57P01', 'connection'],
  ['08006', 'connection'],
  ['ECONNREFUSED', 'connection'],
  ['22P05', 'data'],
  ['54000', 'data'],
  ['23505', 'other'],
  ['42P01', 'other'],
])('takes %s for a matter of %s', (code, kind) => {
  expect(kindOf(refusal(code))).toBe(kind);
});

it('knows a connection that is lost while its pool opens, whatever TypeORM calls it', () => {
  expect(kindOf(new Error('Query runner already released. Cannot run queries anymore.'))).toBe('connection');
});

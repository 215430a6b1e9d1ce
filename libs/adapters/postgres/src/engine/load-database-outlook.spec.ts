import { decideConcerns, type DatabaseOutlook } from '@evenkeel/domain';
import { Client } from 'pg';
import { SCHEMA } from '../database/database.js';
import { Session } from '../database/session.js';
import { testDatabase } from '../testing/test-database.js';
import { loadDatabaseOutlook } from './load-database-outlook.js';

const database = testDatabase();
const outlook = async () => (await database.system.transaction((tx) => tx.engine.outlook())).database;

/** What it makes of that, some time from now. */
function concernsOf(found: DatabaseOutlook, inMinutes = 0) {
  const control = { state: 'running', actor: null, changedAt: null } as const;
  const nothing = {
    ...{
      connections: [],
      jobs: [],
      approvals: [],
      plans: [],
      matches: [],
      stoppedDedupes: [],
      pushes: [],
      quarantined: [],
      deadExecutions: [],
      deadRecords: [],
    },
    conflicts: [],
    models: [],
    refusedDeliveries: [],
    deliveryDays: [],
    failingChannels: [],
    unreadTopics: [],
    rejectedMessages: [],
  };
  const signs = { awaySince: null, answeredAt: null, refusal: null, disk: null };
  const engine = {
    control,
    busAwaySince: null,
    stuckMessages: 0,
    storage: { tables: [], slowStatements: [], budgetBytes: 1 },
    database: found,
    signs,
  };
  return decideConcerns(engine, nothing, new Date(Date.now() + inMinutes * 60_000));
}
const kindsOf = (found: DatabaseOutlook) => concernsOf(found).map(({ kind }) => kind);
const asks = async () => concernsOf(await outlook());

async function openAsSuperuser(): Promise<Client> {
  const client = new Client({
    ...{ connectionString: database.superuserUrl, application_name: 'psql' },
    options: `-c search_path=${SCHEMA}`,
  });
  await client.connect();
  return client;
}

it('finds nothing the matter with a quiet database', async () => {
  const { connections, unfrozenTransactions, ...others } = await outlook();
  expect(others).toEqual({
    ...{ readOnlyBecause: null, openTransactions: [], outboxSince: null, captureGaps: [] },
  });
  // Of the 200 of this server three are kept for superusers.
  expect(connections.most).toBe(197);
  expect(connections.used).toBeGreaterThan(0);
  expect(unfrozenTransactions).toBeGreaterThan(0);
});

it('names the session of another role that is idle in its transaction, and since when', async () => {
  const other = await openAsSuperuser();
  await other.query('begin');
  const [{ pid = 0, began = new Date() } = {}] = (
    await other.query<{ pid: number; began: Date }>('select pg_backend_pid() as pid, now() as began')
  ).rows;
  try {
    const { openTransactions } = await outlook();
    expect(openTransactions).toEqual([
      { pid, program: 'psql', isIdle: true, holdsRecords: false, since: expect.any(Date) as Date },
    ]);
    expect(Math.abs(openTransactions[0]!.since.getTime() - began.getTime())).toBeLessThan(1_000);
    expect(concernsOf(await outlook(), 9)).toEqual([]);
    expect(concernsOf(await outlook(), 11)).toMatchObject([{ kind: 'transaction_old', about: String(pid) }]);
    // Sooner where it holds records (C6).
    await other.query('select from record for update');
    expect(concernsOf(await outlook(), 2)).toMatchObject([
      { about: String(pid), message: expect.stringContaining('runs leave them for later') as string },
    ]);
    await other.query('commit');
    expect((await outlook()).openTransactions).toEqual([]);
  } finally {
    await other.end();
  }
});

it('knows a database that was set to read only, also in sessions from before', async () => {
  const name = new URL(database.url).pathname.slice(1);
  await database.rows(`alter database ${name} set default_transaction_read_only = on`);
  try {
    expect((await outlook()).readOnlyBecause).toBe('setting');
    expect(await asks()).toMatchObject([{ kind: 'database_read_only' }]);
  } finally {
    await database.rows(
      `begin read write; alter database ${name} reset default_transaction_read_only; commit`,
    );
  }
  expect((await outlook()).readOnlyBecause).toBeNull();
});

it('counts by the limit of the database where that is nearer than that of the server', async () => {
  const name = new URL(database.url).pathname.slice(1);
  await database.rows(`alter database ${name} connection limit 1`);
  try {
    expect((await outlook()).connections).toEqual({ used: expect.any(Number) as number, most: 1 });
    expect(await asks()).toMatchObject([{ kind: 'connections_low' }]);
  } finally {
    await database.rows(`alter database ${name} connection limit -1`);
  }
});

it('knows for how many transactions the oldest row was not frozen', async () => {
  const client = await openAsSuperuser();
  try {
    await client.query('begin');
    // As if nothing had been frozen for long; nothing of it is committed.
    await client.query(`update pg_database set datfrozenxid = ((1::bigint << 32) - 1200000000 +
      (pg_current_xact_id()::text::bigint % (1::bigint << 32)))::text::xid where datname = current_database()`);
    const aged = await loadDatabaseOutlook(new Session(client, 'aged', undefined, null));
    expect(aged.unfrozenTransactions).toBeGreaterThan(1_190_000_000);
    expect(kindsOf(aged)).toEqual(['wraparound_near']);
  } finally {
    await client.query('rollback');
    await client.end();
  }
});

it('names what keeps changes of records from being seen (C4)', async () => {
  const as = (how: string) => database.rows(`alter table evenkeel.record ${how} trigger record_updated`);
  for (const how of ['disable', 'enable']) {
    await as(how);
    expect((await outlook()).captureGaps).toEqual([{ kind: 'trigger', name: 'record_updated' }]);
    expect(await asks()).toMatchObject([{ kind: 'changes_uncaptured', about: 'record_updated' }]);
  }
  await as('enable always');
  expect((await outlook()).captureGaps).toEqual([]);
});

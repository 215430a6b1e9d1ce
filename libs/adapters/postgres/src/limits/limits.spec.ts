import { DEFAULT_TENANT } from '@evenkeel/domain';
import {
  describeBreakerBoard,
  describeKeptAnswers,
  describePageSpill,
  describeQuotaLedger,
  describeTokenVault,
  someConnection,
} from '@evenkeel/conformance';
import { createPostgres, type Postgres } from '../postgres.js';
import { testDatabase } from '../testing/test-database.js';

let now: Date | undefined;
const database = testDatabase();
const processes: Postgres[] = [];
beforeAll(() => {
  for (let process = 0; process < 4; process += 1) {
    processes.push(createPostgres({ url: database.url, poolSize: 2, databaseClock: () => now }));
  }
});
afterAll(async () => {
  await Promise.all(processes.map((process) => process.close()));
});
beforeEach(() => void (now = undefined));

const setNow = (moment: Date) => void (now = moment);

describeQuotaLedger('PostgreSQL', {
  open: async () => ({ ledgers: processes.map(({ quotaLedger }) => quotaLedger), setNow }),
});

describeBreakerBoard('PostgreSQL', {
  open: async () => ({ boards: processes.map(({ breakerBoard }) => breakerBoard), setNow }),
});

describeTokenVault('PostgreSQL', {
  open: async () => {
    const connection = someConnection();
    await processes[0]!.store.of(DEFAULT_TENANT).transaction((tx) => tx.connections.insert(connection, null));
    return {
      vaults: processes.map(({ tokenVault }) => tokenVault),
      connectionId: connection.id,
      setNow,
    };
  },
});

describeKeptAnswers('PostgreSQL', {
  open: async () => {
    const { store, keptAnswers: answers } = processes[0]!;
    const [one, other] = [someConnection(), someConnection()];
    await store.of(DEFAULT_TENANT).transaction(async (tx) => {
      await tx.connections.insert(one, null);
      await tx.connections.insert(other, null);
    });
    return {
      ...{ answers, setNow, connectionIds: [one.id, other.id] },
      changeCredentials: () =>
        store.of(DEFAULT_TENANT).transaction((tx) => tx.connections.saveCredentials(one.id, 'sealed')),
    };
  },
});

describePageSpill('PostgreSQL', () => processes[0]!.pageSpill);

it('keeps no spilled value for longer than a day', async () => {
  const { pageSpill, store } = processes[0]!;
  setNow(new Date('2031-01-01T00:00:00Z'));
  const old = await pageSpill.keep(Buffer.from('old'));
  setNow(new Date('2031-01-01T20:00:00Z'));
  const young = await pageSpill.keep(Buffer.from('young'));
  setNow(new Date('2031-01-02T00:00:01Z'));
  await store.system.transaction((tx) => tx.purges.spilledPages(24));
  await expect(pageSpill.find(old)).resolves.toBeUndefined();
  await expect(pageSpill.find(young)).resolves.toEqual(Buffer.from('young'));
});

const CONNECTION = '0196f5a0-0000-7000-8000-00000000000a';
const request = {
  quota: { rate: { calls: 100, perSeconds: 5 }, concurrency: null, reservedShare: 0 },
  share: 'bulk',
  wanted: 1,
  holder: 'one',
  inFlight: { bulk: 0, reserved: 0 },
  callMs: 1_000,
} as const;

it('grants nothing for one window after the server was restarted, for it may have forgotten grants', async () => {
  const ledger = processes[0]!.quotaLedger;
  expect((await ledger.lease(CONNECTION, request)).calls).toBe(1);
  await database.rows(
    `update quota_ledger set state = (state::jsonb || '{"serverMs": 1}')::json where connection_id = $1`,
    [CONNECTION],
  );
  await ledger.learn(CONNECTION, { limit: 60, remaining: 40, resetInMs: 30_000 });
  const refused = await ledger.lease(CONNECTION, request);
  expect(refused.calls).toBe(0);
  expect(refused.waitMs).toBeGreaterThan(4_900);
});

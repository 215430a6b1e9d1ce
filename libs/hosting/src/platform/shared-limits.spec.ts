import { UndiciHttpCallers } from '@evenkeel/adapter-http';
import { MathRandom, NodeTimers, NoTracing, SystemClock } from '@evenkeel/adapter-node-runtime';
import { createPostgres, type Postgres } from '@evenkeel/adapter-postgres';
import { testDatabase } from '@evenkeel/adapter-postgres/testing';
import { ListedLogger, ListedMeter } from '@evenkeel/conformance';
import { DEFAULT_TENANT, NO_TRIES, type Quota, type QuotaShare } from '@evenkeel/domain';
import { BanningProvider } from '../testing/banning-provider.js';

const ENDLESS_PATIENCE = { mayWait: async () => true, tries: NO_TRIES };
const database = testDatabase();
/** Everything that a process has of its own: pool, sockets, breaker, queue. */
interface Replica {
  readonly postgres: Postgres;
  readonly callers: UndiciHttpCallers;
}
const replicas: Replica[] = [];
beforeAll(() => {
  for (const holder of ['one', 'two']) {
    const postgres = createPostgres({ url: database.url, poolSize: 3 });
    const callers = new UndiciHttpCallers({
      tracing: new NoTracing(),
      clock: new SystemClock(),
      timers: new NodeTimers(),
      random: new MathRandom(),
      meter: new ListedMeter(),
      log: new ListedLogger(),
      ledger: postgres.quotaLedger,
      board: postgres.breakerBoard,
      holder,
    });
    replicas.push({ postgres, callers });
  }
});
afterAll(async () => {
  await Promise.all(replicas.map(({ callers }) => callers.close()));
  await Promise.all(replicas.map(({ postgres }) => postgres.close()));
});

/** Workers of each replica and share call without a pause until the time is over. */
async function callFor(ms: number, url: string, quota: Quota, shares: readonly QuotaShare[]): Promise<void> {
  const limited = { quota, retry: null, origins: [new URL(url).origin] };
  const connection = { id: crypto.randomUUID(), tenantId: DEFAULT_TENANT, name: 'shared', ...limited };
  const over = AbortSignal.timeout(ms);
  const work = async ({ callers }: Replica, share: QuotaShare) => {
    const http = callers.forConnection(connection, { signal: over, share, patience: ENDLESS_PATIENCE });
    while (!over.aborted) await http.json({ method: 'GET', url });
  };
  const workers = replicas.flatMap((replica) =>
    shares.flatMap((share) => Array.from({ length: 8 }, () => work(replica, share))),
  );
  await Promise.allSettled(workers);
}

const rules = { calls: 40, windowMs: 1_000, concurrency: 6, latencyMs: 20 };
const quota: Quota = { rate: { calls: 40, perSeconds: 1 }, concurrency: 6, reservedShare: 0.3 };
const seconds = 8;

// How much of what is allowed they use is a figure of the bench: a busy machine makes less of it.
it('two replicas that share a quota are never banned for an excess', async () => {
  const provider = await BanningProvider.start(rules);
  await callFor(seconds * 1000, provider.url, quota, ['bulk', 'reserved']);
  await provider.stop();
  expect(provider.ban).toBeUndefined();
  expect(provider.arrivals.length).toBeGreaterThan(rules.calls);
}, 60_000);

it('bulk work alone leaves the reserved share alone', async () => {
  const provider = await BanningProvider.start({ ...rules, calls: 28 });
  await callFor(3_000, provider.url, quota, ['bulk']);
  await provider.stop();
  expect(provider.ban).toBeUndefined();
  expect(provider.arrivals.length).toBeGreaterThan(28);
}, 60_000);

it('a provider that bans for any excess bans two replicas that keep quotas of their own', async () => {
  const provider = await BanningProvider.start(rules);
  const unlimited: Quota = { ...quota, rate: { calls: 80, perSeconds: 1 }, concurrency: null };
  await callFor(1_000, provider.url, unlimited, ['reserved']);
  await provider.stop();
  expect(provider.ban).toMatch(/calls/);
}, 60_000);

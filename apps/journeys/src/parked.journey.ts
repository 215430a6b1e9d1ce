import { surroundings } from './kit/env.js';
import { eventually } from './kit/eventually.js';
import { journeyFolder } from './kit/repository.js';
import { TextServer } from './kit/scripted-server.js';
import { startStandalone, type StandaloneUnderTest } from './kit/standalone.js';

jest.setTimeout(900_000);

const CHILDREN = surroundings.parkedRecords;
const PAGE = 1_000;
/** What is asked for by its id meanwhile. */
const LIVE_MS = 5_000;

const orders = Array.from({ length: CHILDREN }, (_, n) => ({ id: `o${n}`, customer: 'c1', total: n }));
let customers: readonly { readonly id: string }[] = [];

let engine: StandaloneUnderTest;
let provider: TextServer;
beforeAll(async () => {
  provider = await TextServer.start(({ pathname, searchParams }) => {
    const from = Number(searchParams.get('from') ?? 0);
    const count = Number(searchParams.get('count') ?? PAGE);
    if (pathname === '/orders') return JSON.stringify({ data: orders.slice(from, from + count) });
    if (pathname === '/customers') return JSON.stringify({ data: customers });
    return JSON.stringify({ id: pathname.split('/').at(-1) });
  });
  engine = await startStandalone(journeyFolder('parked'));
  const settings = {
    baseUrl: provider.url,
    streams: {
      orders: {
        ...{ path: '/orders', recordsPath: 'data', idPath: 'id', pageSize: PAGE },
        ...{ params: { count: '{pageSize}', from: '{offset}' }, pagination: { kind: 'offset' } },
      },
      customers: {
        path: '/customers',
        recordsPath: 'data',
        idPath: 'id',
        readOne: { path: '/customers/{id}' },
      },
    },
  };
  await engine.admin.addConnection({ name: 'shop', connector: 'rest', settings, credentials: {} });
  const job = { connection: 'shop', mode: 'full' } as const;
  await engine.admin.addJob({ ...job, name: 'customers', stream: 'customers', recordType: 'customer' });
  await engine.admin.addJob({
    ...{ ...job, name: 'orders', stream: 'orders', recordType: 'order' },
    links: [
      { name: 'customer', stream: 'customers', recordType: 'customer', at: 'customer', required: true },
    ],
  });
}, 120_000);
afterAll(async () => {
  await provider?.stop();
  await engine?.stop();
}, 60_000);

const count = async (sql: string) => (await engine.store.rows<{ n: number }>(sql))[0]!.n;
const waiting = () => count(`select count(*)::int as n from failure where state = 'parked'`);
const releases = () =>
  engine.store.rows<{ lane: string; ended: boolean; records: number }>(
    `select lane, finished_at is not null as ended, json_array_length(scope -> 'failureIds') as records from execution where actor = 'parked'`,
  );

it('many that wait for one record come out in bounded pages, and what is asked for by its id goes past them', async () => {
  const run = await engine.admin.untilEnded(await engine.admin.begin('orders'), 600_000);
  expect(run.receipt).toMatchObject({ balanced: true, created: 0, outcomes: { parked: CHILDREN } });
  customers = [{ id: 'c1' }];
  await engine.admin.runToEnd('customers');
  const began = Date.now();
  const live: number[] = [];
  while ((await waiting()) > 0) {
    const asked = Date.now();
    await engine.admin.runToEnd('customers', { externalIds: ['c1'] });
    live.push(Date.now() - asked);
    if (Date.now() - began > 800_000) throw new Error(`${await waiting()} still wait`);
  }
  const tookMs = Date.now() - began;
  await eventually('all runs have ended', async () => (await releases()).every(({ ended }) => ended));
  const runs = await releases();
  expect(new Set(runs.map(({ lane }) => lane))).toEqual(new Set(['repair']));
  expect(Math.max(...runs.map(({ records }) => records))).toBeLessThanOrEqual(10_000);
  expect(runs.reduce((sum, { records }) => sum + records, 0)).toBe(CHILDREN);
  expect(await count(`select count(*)::int as n from synced."order" where active`)).toBe(CHILDREN);
  live.sort((one, other) => one - other);
  const slowest = live.at(-1) ?? 0;
  process.stdout.write(
    `${CHILDREN} released in ${tookMs} ms, ${runs.length} runs; beside it ${live.length} runs by id, half within ${live[live.length >> 1]} ms, slowest ${slowest} ms\n`,
  );
  expect(slowest).toBeLessThan(LIVE_MS);
});

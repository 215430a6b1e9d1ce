import { setTimeout as sleep } from 'node:timers/promises';
import type { WebhookEndpointView } from '@evenkeel/contracts-admin';
import { startBare } from './bench/deliveries/start-bare.js';
import { eventually } from './kit/eventually.js';
import { MortalEngine } from './kit/mortal-engine.js';
import { p99, sendPaced } from './kit/paced-senders.js';
import { SandboxProvider } from './kit/sandbox-provider.js';
import { gatewayOf } from './kit/standalone-gateway.js';
import { tell } from './kit/tell.js';

/** In the lane of what takes long: it measures a rate, and wants a quiet machine. */
jest.setTimeout(400_000);

const PER_SECOND = 2_000;
const SECONDS = 60;
const COUNT = PER_SECOND * SECONDS;
const COMPARED = 10_000;
const BURST = 10_000;
const ONE = 'cus_00000001';

let engine: MortalEngine;
let sandbox: SandboxProvider;
let gateway: string;

beforeAll(async () => {
  engine = await MortalEngine.start('delivery-load');
  sandbox = await SandboxProvider.start({ records: 100, folder: engine.folder });
  await engine.admin.addSandbox('sandbox', sandbox.url);
  const told = { name: 'told', connection: 'sandbox', stream: 'customers', recordType: 'customer' };
  await engine.admin.addJob({ ...told, webhook: true });
  gateway = await gatewayOf(engine.folder);
}, 120_000);
afterAll(async () => {
  await sandbox?.stop();
  await engine?.stop();
}, 60_000);

async function killAfter(ms: number): Promise<void> {
  await sleep(ms);
  const since = performance.now();
  await engine.kill9();
  gateway = await gatewayOf(engine.folder);
  tell(
    `the process of the gateway was killed, and was back after ${Math.round(performance.now() - since)} ms`,
  );
}

/** Each delivery by the number in its name, once it waits no more. */
async function kept({ id }: WebhookEndpointView): Promise<readonly number[]> {
  const waiting = `select count(*)::int as left from webhook_delivery where endpoint_id = $1 and state = 'waiting'`;
  await eventually(
    'none waits',
    async () => (await engine.store.rows<{ left: number }>(waiting, [id]))[0]?.left === 0,
    120_000,
  );
  const rows = await engine.store.rows<{ nth: number }>(
    `select split_part(delivery_id, '-', 2)::int as nth from webhook_delivery where endpoint_id = $1 order by 1`,
    [id],
  );
  return rows.map(({ nth }) => nth);
}

/** As fast as it answers, in turns with a server that inserts the same row and does nothing else. */
async function beside(url: string, secret: string, prefix: string): Promise<number> {
  const nameOf = (nth: number) => ({ id: `${prefix}-${nth}`, externalId: `in_${nth}` });
  const load = { url: () => url, secret, perSecond: Infinity, count: COMPARED, nameOf };
  return (await sendPaced(load)).perSecond;
}

const first = (count: number) => Array.from({ length: count }, (_, nth) => nth);

it('keeps each of 2,000 deliveries a second for a minute once, although its process is killed', async () => {
  // No job reads them: what is measured is what is kept.
  const webhook = await engine.admin.addWebhook('sandbox', 'invoices');
  const nameOf = (nth: number) => ({ id: `load-${nth}`, externalId: `in_${nth}` });
  const url = () => gateway + webhook.path;
  const [load] = await Promise.all([
    sendPaced({ url, secret: webhook.secret, perSecond: PER_SECOND, count: COUNT, nameOf }),
    killAfter((SECONDS * 1000) / 2),
  ]);
  const { seconds, perSecond, tookMs, repeated } = load;
  tell(
    `${COUNT} deliveries in ${seconds.toFixed(1)} s: ${Math.round(perSecond)} a second, p99 ${p99(tookMs).toFixed(1)} ms, ${repeated} sends repeated`,
  );
  expect(repeated).toBeGreaterThan(0);
  expect(tookMs).toHaveLength(COUNT);
  expect(await kept(webhook)).toEqual(first(COUNT));
});

it('takes them beside a server that inserts the same row', async () => {
  const { path, secret } = await engine.admin.addWebhook('sandbox', 'invoices');
  const bare = await startBare(engine);
  try {
    const rates: [number, number][] = [];
    for (const round of ['a', 'b'])
      rates.push([await beside(bare.url, secret, round), await beside(gateway + path, secret, round)]);
    const told = rates.map(
      ([of, own]) => `${Math.round(own)} of ${Math.round(of)} (${(own / of).toFixed(3)})`,
    );
    tell(`as fast as it answers, a second, of what the bare server takes: ${told.join(', ')}`);
    expect(Math.max(...rates.map(([of, own]) => own / of))).toBeGreaterThan(0.5);
  } finally {
    await bare.process.stop();
  }
});

it('makes few runs of a burst of 10,000 for one object, each delivery part of one, although its process is killed', async () => {
  const webhook = await engine.admin.addWebhook('sandbox', 'customers');
  const nameOf = (nth: number) => ({ id: `burst-${nth}`, externalId: ONE });
  const url = () => gateway + webhook.path;
  const [{ seconds }] = await Promise.all([
    sendPaced({ url, secret: webhook.secret, perSecond: Infinity, count: BURST, nameOf }),
    killAfter(1_500),
  ]);
  expect(await kept(webhook)).toEqual(first(BURST));
  const [{ runs, orphans, without } = { runs: 0, orphans: 1, without: 1 }] = await engine.store.rows<{
    runs: number;
    orphans: number;
    without: number;
  }>(
    `with named as (select distinct unnest(trigger_ids) as id from webhook_delivery where endpoint_id = $1)
     select (select count(*) from trigger where kind = 'webhook')::int as runs,
       (select count(*) from trigger where kind = 'webhook' and id not in (select id from named))::int as orphans,
       (select count(*) from webhook_delivery where endpoint_id = $1 and cardinality(trigger_ids) <> 1)::int as without`,
    [webhook.id],
  );
  tell(`${BURST} deliveries for one object in ${seconds.toFixed(1)} s became ${runs} runs`);
  expect([orphans, without]).toEqual([0, 0]);
  expect(runs).toBeGreaterThan(0);
  expect(runs).toBeLessThan(BURST / 100);
});

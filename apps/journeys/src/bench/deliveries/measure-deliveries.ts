import { randomUUID } from 'node:crypto';
import { Pool } from 'pg';
import { eventually } from '../../kit/eventually.js';
import { gatewayOf } from '../../kit/standalone-gateway.js';
import { on, standaloneSite, type Site } from '../site.js';
import { startBare } from './start-bare.js';
import { sendLoad, type LoadResult } from './send-load.js';

const ROUNDS = 3;
const SECONDS = 6;
const SENDERS = 32;
/** For one record. */
const BURST = 10_000;

export interface Deliveries {
  readonly gateway: readonly LoadResult[];
  readonly bare: readonly LoadResult[];
  readonly burstRuns: number;
  readonly burstSeconds: number;
}

/** Deliveries to the gateway, and beside it to a server that inserts the same row, in turns; then a burst for one record. */
export function measureDeliveries(): Promise<Deliveries> {
  return on(standaloneSite('bench-deliveries', 100), measure);
}

async function measure(site: Site): Promise<Deliveries> {
  const { admin, sandbox, databaseUrl } = site;
  await admin.addSandbox('sandbox', sandbox.url);
  const customers = { name: 'told', connection: 'sandbox', stream: 'customers', recordType: 'customer' };
  await admin.addJob({ ...customers, webhook: true });
  const pool = new Pool({ connectionString: databaseUrl, max: 2 });
  const bareServer = await startBare(site);
  try {
    const { path, secret } = await admin.addWebhook('sandbox', 'customers');
    const quiet = await admin.addWebhook('sandbox', 'invoices');
    const gatewayUrl = await gatewayOf(site.folder);
    const nameOf = () => ({ id: randomUUID(), externalId: randomUUID() });
    const load = { seconds: SECONDS, senders: SENDERS, nameOf };
    const [gateway, bare]: [LoadResult[], LoadResult[]] = [[], []];
    for (let round = 0; round < ROUNDS; round += 1) {
      bare.push(await sendLoad({ ...load, url: bareServer.url, secret }));
      gateway.push(await sendLoad({ ...load, url: gatewayUrl + quiet.path, secret: quiet.secret }));
    }
    const sent = gateway.reduce((all, each) => all + each.sent, 0);
    const { rows } = await pool.query<{ kept: number }>(
      'select count(*)::int as kept from evenkeel.webhook_delivery',
    );
    if (rows[0]?.kept !== sent) throw new Error(`Of ${sent} deliveries ${rows[0]?.kept} were kept`);
    const burst = await sendBurst(gatewayUrl + path, secret, pool);
    return { gateway, bare, ...burst };
  } finally {
    await pool.end();
    await bareServer.process.stop();
  }
}

async function sendBurst(url: string, secret: string, pool: Pool) {
  let left = BURST;
  const began = performance.now();
  while (left > 0) {
    const nameOf = () => ({ id: randomUUID(), externalId: 'cus_00000001' });
    left -= (await sendLoad({ url, secret, seconds: 1, senders: SENDERS, nameOf })).sent;
  }
  const burstSeconds = (performance.now() - began) / 1000;
  return eventually('all became runs', async () => {
    const { rows } = await pool.query<{ waiting: number; runs: number }>(
      `select (select count(*) from evenkeel.webhook_delivery where state = 'waiting')::int as waiting,
         (select count(*) from evenkeel.trigger where kind = 'webhook')::int as runs`,
    );
    return rows[0]?.waiting === 0 && { burstRuns: rows[0].runs, burstSeconds };
  });
}

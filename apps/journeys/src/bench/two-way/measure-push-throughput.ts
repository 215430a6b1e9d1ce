import { Client } from 'pg';
import { on, standaloneSite, type Site } from '../site.js';
import { timeRun } from '../sync-runs.js';

const RECORDS = 10_000;
const LATENCY_MS = 5;
const ROUNDS = 3;
/** Calls of one job that are under way at the same time. */
const PARALLEL = 8;
const BATCH_SIZE = 50;

export interface PushedRates {
  readonly records: number;
  /** Records a second that so many calls at once of this latency come to. */
  readonly allowed: number;
  /** For each run that pushed all of them. */
  readonly seconds: readonly number[];
}

/** A bulk update by SQL of records that a provider has, pushed with a call for each and with batches. */
export async function measurePushThroughput(): Promise<{
  readonly single: PushedRates;
  readonly batched: PushedRates;
}> {
  const single = await on(standaloneSite('bench-push', 0, LATENCY_MS), (site) => measure(site, 1));
  const batched = await on(standaloneSite('bench-push-batches', 0, LATENCY_MS), (site) =>
    measure(site, BATCH_SIZE),
  );
  return { single, batched };
}

async function measure(site: Site, batchSize: number): Promise<PushedRates> {
  const { admin, sandbox, databaseUrl } = site;
  const writes = { keyLifetimeSeconds: null, lookUpSettlesMs: 200, batchSize };
  const settings = { baseUrl: sandbox.url, writes };
  await admin.addConnection({ name: 'out', connector: 'simulator', settings, credentials: {} });
  const target = { stream: 'customers', recordType: 'pushed', direction: 'outbound' } as const;
  await admin.addJob({ name: 'out', connection: 'out', ...target });
  const client = new Client({ connectionString: databaseUrl, options: '-c search_path=evenkeel' });
  await client.connect();
  try {
    await client.query(
      `insert into record (tenant_id, record_type, data)
       select t.id, 'pushed', jsonb_build_object('email', n || '@example.org', 'name', 'Customer ' || n, 'city', 'Lund')
       from tenant t, generate_series(1, ${RECORDS}) n`,
    );
    await timeRun(site, 'out');
    const seconds: number[] = [];
    for (let round = 1; round <= ROUNDS; round += 1) {
      await client.query(
        `update record set data = data || jsonb_build_object('name', 'Customer ' || id || ' ' || $1::int)`,
        [round],
      );
      seconds.push((await timeRun(site, 'out')).wall);
    }
    const allowed = (PARALLEL * batchSize * 1000) / LATENCY_MS;
    return { records: RECORDS, allowed, seconds };
  } finally {
    await client.end();
  }
}

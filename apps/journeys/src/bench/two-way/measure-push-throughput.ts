import type { AddConnectionRequest } from '@evenkeel/contracts-admin';
import { Client } from 'pg';
import { on, standaloneSite, type Site } from '../site.js';
import { timeRun, type RunTimes } from '../sync-runs.js';

const RECORDS = 10_000;
const LATENCY_MS = 5;
const ROUNDS = 3;
const BATCH_SIZE = 50;

/** What a provider allows, and what that comes to. */
interface Allowance {
  readonly batchSize: number;
  readonly quota: NonNullable<AddConnectionRequest['quota']>;
  /** Calls in a second. */
  readonly calls: number;
}

/** Its latency is the limit: as many calls at one time as a push has under way of one range. */
const EIGHT_AT_A_TIME: Allowance = {
  ...{ batchSize: 1, quota: { concurrency: 8, reservedShare: 0 } },
  calls: (8 * 1000) / LATENCY_MS,
};
/** Of calls that take many records, its latency alone would allow more than any computer can do. */
const TWENTY_A_SECOND: Allowance = {
  ...{ batchSize: BATCH_SIZE, quota: { rate: { calls: 20, perSeconds: 1 }, reservedShare: 0 } },
  calls: 20,
};

export interface PushedRates {
  readonly records: number;
  /** Records a second that the provider allows. */
  readonly allowed: number;
  /** For each run that pushed all of them. */
  readonly runs: readonly RunTimes[];
}

/** A bulk update by SQL of records that a provider has, pushed with a call for each and with batches. */
export async function measurePushThroughput(): Promise<{
  readonly single: PushedRates;
  readonly batched: PushedRates;
}> {
  const on5ms = (name: string, allowance: Allowance) =>
    on(standaloneSite(name, 0, LATENCY_MS), (site) => measure(site, allowance));
  return {
    single: await on5ms('bench-push', EIGHT_AT_A_TIME),
    batched: await on5ms('bench-push-batches', TWENTY_A_SECOND),
  };
}

async function measure(site: Site, { batchSize, quota, calls }: Allowance): Promise<PushedRates> {
  const { admin, sandbox, databaseUrl } = site;
  const writes = { keyLifetimeSeconds: null, lookUpSettlesMs: 200, batchSize };
  const settings = { baseUrl: sandbox.url, writes };
  await admin.addConnection({ name: 'out', connector: 'simulator', settings, credentials: {}, quota });
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
    const runs: RunTimes[] = [];
    for (let round = 1; round <= ROUNDS; round += 1) {
      await client.query(
        `update record set data = data || jsonb_build_object('name', 'Customer ' || id || ' ' || $1::int)`,
        [round],
      );
      runs.push(await timeRun(site, 'out'));
    }
    return { records: RECORDS, allowed: calls * batchSize, runs };
  } finally {
    await client.end();
  }
}

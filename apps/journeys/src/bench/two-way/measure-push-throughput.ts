import { setTimeout as sleep } from 'node:timers/promises';
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
  /** After a run, until nothing of its calls counts any more: else the next one has fewer than it is said to have. */
  readonly forgottenAfterMs: number;
  /** The fewest seconds in which a client without any work of its own makes so many calls. */
  readonly secondsFor: (calls: number) => number;
}

/** Its latency is the limit: as many calls at one time as a push has under way of one range. */
const AT_A_TIME = 8;
const EIGHT_AT_A_TIME: Allowance = {
  ...{ batchSize: 1, quota: { concurrency: AT_A_TIME, reservedShare: 0 }, forgottenAfterMs: 0 },
  secondsFor: (calls) => (calls * LATENCY_MS) / 1000 / AT_A_TIME,
};
const WINDOW_CALLS = 100;
const WINDOW_SECONDS = 5;
/**
 * Of calls that take many records, its latency alone would allow more than any computer can do. Windows of a second would say more of what the ledger keeps
 * back between two of them (docs/quotas.md: 27 %) than of pushes. The first window is used up at once, so that it takes no time.
 */
const HUNDRED_IN_FIVE_SECONDS: Allowance = {
  batchSize: BATCH_SIZE,
  quota: { rate: { calls: WINDOW_CALLS, perSeconds: WINDOW_SECONDS }, reservedShare: 0 },
  forgottenAfterMs: WINDOW_SECONDS * 1000,
  secondsFor: (calls) => (Math.ceil(calls / WINDOW_CALLS) - 1) * WINDOW_SECONDS + LATENCY_MS / 1000,
};

export interface PushedRates {
  readonly records: number;
  /** The fewest seconds in which the provider allows them to be written. */
  readonly allowedSeconds: number;
  /** For each run that pushed all of them. */
  readonly runs: readonly RunTimes[];
}

/** A bulk update by SQL of records that a provider has, pushed with a call for each and with batches. */
export async function measurePushThroughput(): Promise<{
  readonly single: PushedRates;
  readonly batched: PushedRates;
}> {
  const on5ms = (name: string, allowance: Allowance) =>
    on(standaloneSite(name, 0, { latencyMs: LATENCY_MS }), (site) => measure(site, allowance));
  return {
    single: await on5ms('bench-push', EIGHT_AT_A_TIME),
    batched: await on5ms('bench-push-batches', HUNDRED_IN_FIVE_SECONDS),
  };
}

async function measure(
  site: Site,
  { batchSize, quota, secondsFor, forgottenAfterMs }: Allowance,
): Promise<PushedRates> {
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
      await sleep(forgottenAfterMs);
      runs.push(await timeRun(site, 'out'));
    }
    return { records: RECORDS, allowedSeconds: secondsFor(RECORDS / batchSize), runs };
  } finally {
    await client.end();
  }
}

import { setTimeout as sleep } from 'node:timers/promises';
import { Pool } from 'pg';
import { install, type Installation } from '../kit/installation.js';
import { kafkaSite, on, standaloneSite, type Site } from './site.js';
import { addFreshJob, timeRun } from './sync-runs.js';

const LATENCY_MS = 50;
const SLOW_RECORDS = 3_000;
const PAGE_SIZE = 10;
const SLICE_SIZE = 100;
/** One place a process: with more of them one process alone would keep two processors busy, whatever the provider takes. */
const PLACES = { EXECUTOR_CONCURRENCY: '1', EXECUTOR_RESERVED: '0' };

/** How much quicker four executor processes are than one, where the provider takes 50 ms for a page. */
export async function measureExecutors(): Promise<number> {
  const all = await install(
    'bench-executors',
    { records: SLOW_RECORDS, latencyMs: LATENCY_MS },
    { env: PLACES },
  );
  try {
    // Processes that have just started are slow, whatever they do.
    await timeSlowRun(all, 'first');
    const alone = await timeSlowRun(all, 'alone');
    await Promise.all([2, 3, 4].map((replica) => all.services.start('executor-worker', replica)));
    await timeSlowRun(all, 'joined');
    return alone / (await timeSlowRun(all, 'together'));
  } finally {
    await all.stop();
  }
}

async function timeSlowRun(all: Installation, name: string): Promise<number> {
  const { admin, sandbox } = all;
  await admin.addSandbox(name, sandbox.url);
  const sizes = { pageSize: PAGE_SIZE, chunkSize: SLICE_SIZE, mode: 'full', path: 'primary' } as const;
  const job = { name, connection: name, stream: 'customers', recordType: 'customer', ...sizes };
  await admin.addJob(job);
  const begun = performance.now();
  const { status } = await admin.runToEnd(name);
  if (status !== 'completed') throw new Error(`The run ended ${status}`);
  return (performance.now() - begun) / 1000;
}

/** Seconds from the request of a run until it can be seen to move, five times. */
export function measureMovement(): Promise<number[]> {
  return on(standaloneSite('bench-movement', 20_000), async (site) => {
    const seconds: number[] = [];
    for (let round = 0; round < 5; round += 1) {
      let first = Infinity;
      await timeRun(site, await addFreshJob(site), ({ progress }, passed) => {
        if (progress.processed > 0) first = Math.min(first, passed);
      });
      seconds.push(first);
    }
    return seconds;
  });
}

const BULK_RECORDS = 200_000;
const SINGLE_RUNS = 500;
const SINGLE_EVERY_MS = 25;

export function measureRealTime(): Promise<number> {
  return on(standaloneSite('bench-real-time', BULK_RECORDS), realTimeBesideBulk);
}

export function measureRealTimeOverKafka(): Promise<number> {
  return on(kafkaSite('bench-real-time-kafka', BULK_RECORDS), realTimeBesideBulk);
}

/** Milliseconds within which 99 of 100 single runs were committed after they were accepted, while bulk runs went on. */
async function realTimeBesideBulk(site: Site): Promise<number> {
  const job = await addFreshJob(site);
  let isDone = false;
  const bulk = (async () => {
    do await timeRun(site, job);
    while (!isDone);
  })();
  await sleep(1_000);
  const triggers: string[] = [];
  for (let nth = 1; nth <= SINGLE_RUNS; nth += 1) {
    const externalIds = [`cus_${String(nth * 7).padStart(8, '0')}`];
    triggers.push((await site.admin.run(job, { externalIds })).id);
    await sleep(SINGLE_EVERY_MS);
  }
  isDone = true;
  await bulk;
  const waits = await committedAfterMs(site.databaseUrl, triggers);
  return waits[Math.ceil(waits.length * 0.99) - 1] ?? NaN;
}

/** By the database's clock, in ascending order. Rejects if one of them was not committed. */
async function committedAfterMs(databaseUrl: string, triggers: readonly string[]): Promise<number[]> {
  const pool = new Pool({ connectionString: databaseUrl, options: '-c search_path=evenkeel', max: 1 });
  try {
    const { rows } = await pool.query<{ ms: number }>(
      `select extract(epoch from c.applied_at - t.accepted_at)::float8 * 1000 as ms
         from trigger t join execution e on e.trigger_id = t.id join chunk c on c.execution_id = e.id
        where t.id = any($1::uuid[]) and c.state = 'applied' order by ms`,
      [triggers],
    );
    if (rows.length !== triggers.length)
      throw new Error(`Only ${rows.length} of ${triggers.length} single runs were committed`);
    return rows.map(({ ms }) => ms);
  } finally {
    await pool.end();
  }
}

import { on, standaloneSite, type Site } from './site.js';
import { timeRun } from './sync-runs.js';

const RECORDS = 2_000;
const PAGE_SIZE = 10;
const RATE = { calls: 40, perSeconds: 1 };
const STREAMS = ['customers', 'devices', 'invoices'];

/** How much of a rate that a quota allows is used by three jobs that share it. */
export function measureQuotaShare(): Promise<number> {
  return on(standaloneSite('bench-quota', RECORDS), async (site) => {
    await addLimitedJobs(site);
    const before = (await site.sandbox.stats()).requests;
    const runs = await Promise.all(STREAMS.map((stream) => timeRun(site, stream)));
    const calls = (await site.sandbox.stats()).requests - before;
    const seconds = Math.max(...runs.map(({ wall }) => wall));
    return calls / seconds / (RATE.calls / RATE.perSeconds);
  });
}

async function addLimitedJobs({ admin, sandbox }: Site): Promise<void> {
  await admin.addConnection({
    name: 'limited',
    connector: 'simulator',
    settings: { baseUrl: sandbox.url },
    quota: { rate: RATE },
  });
  for (const stream of STREAMS) {
    const job = { name: stream, connection: 'limited', stream, recordType: stream, pageSize: PAGE_SIZE };
    await admin.addJob({ ...job, mode: 'full' });
  }
}

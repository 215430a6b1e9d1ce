import { figure, showFigures, type Figure } from './figure.js';
import { install } from '../kit/installation.js';
import { RawCopy } from './raw-copy.js';
import { startStandaloneSite, type StandaloneSite } from './standalone-site.js';
import { addFreshJob, timeRun, type Site } from './sync-runs.js';

const SMALL = 10_000;
const LARGE = 200_000;
const ROUNDS = 5;
const LARGE_ROUNDS = 3;

/** Rates of loading the same rows, through the engine and by COPY, in turn. */
interface Loads {
  readonly first: number[];
  readonly again: number[];
  readonly share: number[];
}

async function measureSmall(): Promise<{ seconds: number[]; memoryMb: number }> {
  const site = await startStandaloneSite('bench-small', SMALL);
  try {
    const seconds: number[] = [];
    for (let round = 0; round < ROUNDS; round += 1) {
      seconds.push((await timeRun(site, await addFreshJob(site))).seconds);
    }
    return { seconds, memoryMb: await site.peakMemoryMb() };
  } finally {
    await site.stop();
  }
}

async function measureLarge(site: Site): Promise<Loads> {
  const loads: Loads = { first: [], again: [], share: [] };
  for (let round = 0; round < LARGE_ROUNDS; round += 1) {
    const job = await addFreshJob(site);
    const first = LARGE / (await timeRun(site, job)).seconds;
    const copy = await RawCopy.of(site.databaseUrl);
    loads.first.push(first);
    loads.share.push(first / (await copy.rate()));
    await copy.close();
    loads.again.push(LARGE / (await timeRun(site, job)).seconds);
  }
  return loads;
}

async function measureStandalone(): Promise<{ loads: Loads; memoryMb: number }> {
  const site: StandaloneSite = await startStandaloneSite('bench-large', LARGE);
  try {
    return { loads: await measureLarge(site), memoryMb: await site.peakMemoryMb() };
  } finally {
    await site.stop();
  }
}

async function measureKafka(): Promise<Loads> {
  const installation = await install('bench-kafka', { records: LARGE });
  try {
    return await measureLarge(installation);
  } finally {
    await installation.stop();
  }
}

async function measure(say: (progress: string) => void): Promise<readonly Figure[]> {
  say(`${SMALL} records, one process ...`);
  const small = await measureSmall();
  say(`${LARGE} records, one process ...`);
  const large = await measureStandalone();
  say(`${LARGE} records, seven processes and Kafka ...`);
  const kafka = await measureKafka();
  return [
    figure('(a) 10,000 records end to end, one process', 's', small.seconds, { atMost: 0.6 }),
    figure('(b) first load of 200,000 / COPY of the same rows', 'x', large.loads.share, { atLeast: 0.5 }),
    figure('    first load of 200,000', 'records/s', large.loads.first, { atLeast: 0 }),
    figure('(c) unchanged re-sync of 200,000', 'records/s', large.loads.again, { atLeast: 80_000 }),
    figure('(d) peak memory, 200,000 / 10,000 records', 'x', [large.memoryMb / small.memoryMb], {
      atMost: 1.2,
    }),
    figure('    peak memory with 200,000 records', 'MB', [large.memoryMb], { atMost: Infinity }),
    figure('(e) first load over Kafka / COPY of the same rows', 'x', kafka.share, { atLeast: 1 / 3 }),
    figure('    first load over Kafka', 'records/s', kafka.first, { atLeast: 0 }),
    figure('    unchanged re-sync over Kafka', 'records/s', kafka.again, { atLeast: 0 }),
  ];
}

async function main(): Promise<void> {
  const json = process.argv.includes('--json');
  const figures = await measure((progress) => process.stderr.write(`${progress}\n`));
  process.stdout.write(`${json ? JSON.stringify({ figures }) : showFigures(figures)}\n`);
}

void main().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`);
  process.exitCode = 1;
});

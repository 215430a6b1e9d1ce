import { peakMemoryMb } from './peak-memory.js';
import { SandboxProvider } from '../kit/sandbox-provider.js';
import { kafkaSite, on, standaloneSite, type Site } from './site.js';
import { addFreshJob, timeRun } from './sync-runs.js';

const SMALL = 10_000;
const LARGE = 1_000_000;
/** So that the small runs together are as much work as the large ones: a process that has done little is small. */
const SMALL_ROUNDS = 50;
/** Records over which a rate is taken. */
const STRETCH = 100_000;

/** What becomes of memory and rate where there are a hundred times as many records. */
export interface Growth {
  /** Peak memory with the large data set, divided by that with the small one, of each process by name. */
  readonly memory: ReadonlyMap<string, number>;
  /** The rate of a first load at its end, divided by that at its beginning. */
  readonly rate: number;
}

export function measureStandaloneGrowth(): Promise<Growth> {
  return on(standaloneSite('bench-million', SMALL), measureGrowth);
}

export function measureKafkaGrowth(): Promise<Growth> {
  return on(kafkaSite('bench-million-kafka', SMALL), measureGrowth);
}

async function measureGrowth(site: Site): Promise<Growth> {
  for (let round = 0; round < SMALL_ROUNDS; round += 1) {
    const job = await addFreshJob(site);
    await timeRun(site, job);
    await timeRun(site, job);
  }
  const before = await peaks(site);
  const sandbox = await SandboxProvider.start({ records: LARGE, folder: site.folder });
  try {
    const large = { ...site, sandbox };
    const job = await addFreshJob(large);
    const rate = await rateAtEnd(large, job);
    await timeRun(large, job);
    const after = await peaks(site);
    return { rate, memory: new Map([...after].map(([name, mb]) => [name, mb / (before.get(name) ?? NaN)])) };
  } finally {
    await sandbox.stop();
  }
}

async function peaks({ processes }: Site): Promise<Map<string, number>> {
  const peak = async ([name, pid]: [string, number]) => [name, await peakMemoryMb(pid)] as const;
  return new Map(await Promise.all([...processes].map(peak)));
}

/** Between the first records, which find empty tables, and the last. */
async function rateAtEnd(site: Site, job: string): Promise<number> {
  const reached: { readonly records: number; readonly seconds: number }[] = [];
  await timeRun(site, job, ({ progress }, seconds) => reached.push({ records: progress.processed, seconds }));
  const rateFrom = (from: number) => {
    const first = reached.find(({ records }) => records >= from);
    const last = reached.find(({ records }) => records >= from + STRETCH);
    if (first === undefined || last === undefined) throw new Error(`Nobody saw ${from + STRETCH} records`);
    return (last.records - first.records) / (last.seconds - first.seconds);
  };
  return rateFrom(LARGE - STRETCH) / rateFrom(SMALL);
}

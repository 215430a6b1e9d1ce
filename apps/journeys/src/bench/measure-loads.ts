import { peakMemoryMb } from './peak-memory.js';
import { RawCopy } from './raw-copy.js';
import { kafkaSite, on, standaloneSite, type Site } from './site.js';
import { addFreshJob, timeRun, type RunTimes } from './sync-runs.js';

export const SMALL = 10_000;
export const LARGE = 200_000;
const ROUNDS = 5;
const LARGE_ROUNDS = 3;

export interface SmallRuns {
  readonly seconds: readonly number[];
  readonly memoryMb: number;
}

/** Loads of the same rows, through the engine and by COPY, in turn. */
export interface Loads {
  readonly first: readonly RunTimes[];
  readonly again: readonly RunTimes[];
  /** Of the rate of COPY, for each first load. */
  readonly share: readonly number[];
  /** Of the largest process. */
  readonly memoryMb: number;
}

export function measureSmall(): Promise<SmallRuns> {
  return on(standaloneSite('bench-small', SMALL), async (site) => {
    const seconds: number[] = [];
    for (let round = 0; round < ROUNDS; round += 1) {
      seconds.push((await timeRun(site, await addFreshJob(site))).wall);
    }
    return { seconds, memoryMb: await largestMb(site) };
  });
}

export function measureLarge(): Promise<Loads> {
  return on(standaloneSite('bench-large', LARGE), measureLoads);
}

export function measureKafka(): Promise<Loads> {
  return on(kafkaSite('bench-kafka', LARGE), measureLoads);
}

async function measureLoads(site: Site): Promise<Loads> {
  const loads = { first: [] as RunTimes[], again: [] as RunTimes[], share: [] as number[] };
  for (let round = 0; round < LARGE_ROUNDS; round += 1) {
    const job = await addFreshJob(site);
    const first = await timeRun(site, job);
    const copy = await RawCopy.of(site.databaseUrl);
    loads.first.push(first);
    loads.share.push(LARGE / first.wall / (await copy.rate()));
    await copy.close();
    loads.again.push(await timeRun(site, job));
  }
  return { ...loads, memoryMb: await largestMb(site) };
}

async function largestMb({ processes }: Site): Promise<number> {
  return Math.max(...(await Promise.all([...processes.values()].map(peakMemoryMb))));
}

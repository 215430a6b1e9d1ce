import { TraceReceiver } from '../kit/trace-receiver.js';
import { standaloneSite, type Site } from './site.js';
import { addFreshJob, timeRun, type RunTimes } from './sync-runs.js';

const RECORDS = 50_000;
const WARM_UP = 2;
const ROUNDS = 8;

export interface TracedTurn {
  readonly off: RunTimes;
  readonly on: RunTimes;
}

/** Unchanged records, in a process that traces nothing and in one that traces one run in a hundred, in turn. */
export async function measureTraces(): Promise<readonly TracedTurn[]> {
  const receiver = await TraceReceiver.start();
  const env = {
    OTEL_EXPORTER_OTLP_ENDPOINT: receiver.url,
    OTEL_TRACES_SAMPLER: 'parentbased_traceidratio',
    OTEL_TRACES_SAMPLER_ARG: '0.01',
  };
  const sites = [await standaloneSite('bench-traces-off', RECORDS)];
  try {
    sites.push(await standaloneSite('bench-traces-on', RECORDS, { env }));
    return await inTurn(sites);
  } finally {
    for (const site of sites) await site.stop();
    await receiver.stop();
  }
}

async function inTurn(sites: readonly Site[]): Promise<readonly TracedTurn[]> {
  const jobs = await Promise.all(sites.map((site) => addFreshJob(site)));
  const run = (at: number) => timeRun(sites[at]!, jobs[at]!);
  const turns: TracedTurn[] = [];
  for (let round = 0; round < WARM_UP + ROUNDS; round += 1) {
    const isOffFirst = round % 2 === 0;
    const first = await run(isOffFirst ? 0 : 1);
    const second = await run(isOffFirst ? 1 : 0);
    if (round >= WARM_UP) turns.push(isOffFirst ? { off: first, on: second } : { off: second, on: first });
  }
  return turns;
}

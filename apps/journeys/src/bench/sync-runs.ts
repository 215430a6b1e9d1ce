import { setTimeout as sleep } from 'node:timers/promises';
import type { AddJobRequest, ExecutionView } from '@evenkeel/contracts-admin';
import { processorSeconds } from './processor-time.js';
import type { Site } from './site.js';

/** Of the time that has passed: to look costs the engine what it is measured by. */
const POLL_SHARE = 0.01;
const POLL_MS = 10;
let jobs = 0;

/** A job over the customers of the sandbox that has no records yet. */
export async function addFreshJob(
  { admin, sandbox }: Site,
  rules: Pick<AddJobRequest, 'derive'> = {},
): Promise<string> {
  const name = `bench-${++jobs}`;
  await admin.addSandbox(name, sandbox.url);
  const stream = { stream: 'customers', recordType: 'customer' };
  await admin.addJob({ name, connection: name, ...stream, mode: 'full', ...rules });
  return name;
}

/** Seconds, by the clock on the wall and by those of the processors. */
export interface RunTimes {
  /** From the request until the completion is visible. */
  readonly wall: number;
  readonly engine: number;
  readonly postgres: number;
}

/** Rejects if the run is not completed and balanced. `watch` sees each look at it. */
export async function timeRun(
  site: Site,
  job: string,
  watch: (run: ExecutionView, seconds: number) => void = () => undefined,
): Promise<RunTimes> {
  const before = await processorTimes(site);
  const started = performance.now();
  const id = await site.admin.begin(job);
  for (;;) {
    const run = await site.admin.execution(id);
    const wall = (performance.now() - started) / 1000;
    watch(run, wall);
    if (run.status === 'completed') {
      const after = await processorTimes(site);
      return { wall, engine: after.engine - before.engine, postgres: after.postgres - before.postgres };
    }
    if (run.ended) throw new Error(`The run ended ${run.status}: ${run.reason?.message ?? ''}`);
    await sleep(Math.max(POLL_MS, wall * 1000 * POLL_SHARE));
  }
}

async function processorTimes({ processes, postgresPid }: Site): Promise<Omit<RunTimes, 'wall'>> {
  const engine = await Promise.all([...processes.values()].map(processorSeconds));
  return {
    engine: engine.reduce((sum, seconds) => sum + seconds, 0),
    postgres: await processorSeconds(postgresPid),
  };
}

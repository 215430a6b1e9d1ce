import { setTimeout as sleep } from 'node:timers/promises';
import type { ExecutionView } from '@evenkeel/contracts-http';
import type { AdminClient } from '../kit/admin-client.js';
import type { SandboxProvider } from '../kit/sandbox-provider.js';

export interface Site {
  readonly admin: AdminClient;
  readonly sandbox: SandboxProvider;
  readonly databaseUrl: string;
  stop(): Promise<void>;
}

const POLL_MS = 10;
let jobs = 0;

/** A job over the customers of the sandbox that has no records yet. */
export async function addFreshJob({ admin, sandbox }: Site): Promise<string> {
  const name = `bench-${++jobs}`;
  await admin.addSandbox(name, sandbox.url);
  await admin.addJob({ name, connection: name, stream: 'customers', recordType: 'customer', mode: 'full' });
  return name;
}

/** Seconds from the request until its completion is visible. Rejects if the run is not completed and balanced. */
export async function timeRun(
  { admin }: Site,
  job: string,
): Promise<{ seconds: number; run: ExecutionView }> {
  const started = performance.now();
  const id = await admin.begin(job);
  for (;;) {
    const run = await admin.execution(id);
    const seconds = (performance.now() - started) / 1000;
    if (run.ended) {
      if (run.status === 'completed') return { seconds, run };
      throw new Error(`The run ended ${run.status}: ${run.reason?.message ?? ''}`);
    }
    await sleep(POLL_MS);
  }
}

import { readFile } from 'node:fs/promises';
import { get, type ClientRequest } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { eventually } from '../kit/eventually.js';
import { standaloneSite } from './site.js';

const CLIENTS = 1_000;
/** So long that what connecting left behind is collected: the clients are idle. */
const SETTLE_MS = 30_000;

export interface Listeners {
  /** Memory of the process with all of them less that without one. */
  readonly addedMb: number;
  /** From the answer to a change until the last of them was told of it. */
  readonly latencyMs: number;
}

/** Clients that listen to all events while next to nothing happens. */
export async function measureListeners(): Promise<Listeners> {
  const site = await standaloneSite('bench-listeners', 10);
  const requests: ClientRequest[] = [];
  try {
    const pid = site.processes.get('standalone') ?? 0;
    await site.admin.addSandbox('sandbox', site.sandbox.url);
    let told = 0;
    const listen = async () => {
      const request = get(`${site.url}/api/v1/events?type=job`, {
        headers: { accept: 'text/event-stream' },
        agent: false,
      });
      requests.push(request);
      await new Promise<void>((resolve, reject) => {
        request.once('error', reject);
        request.once('response', (answer) => {
          answer.setEncoding('utf8').on('data', (text: string) => {
            if (text.includes('job.changed')) told += 1;
          });
          answer.on('error', () => undefined);
          resolve();
        });
      });
    };
    // One for what is loaded with the first.
    await listen();
    await sleep(SETTLE_MS);
    const before = await residentMb(pid);
    for (let at = 0; at < CLIENTS; at += 50) await Promise.all(Array.from({ length: 50 }, listen));
    await sleep(SETTLE_MS);
    const addedMb = (await residentMb(pid)) - before;
    await site.admin.addJob({
      name: 'told',
      connection: 'sandbox',
      stream: 'customers',
      recordType: 'customer',
    });
    const changedMs = performance.now();
    await eventually('all are told', async () => told > CLIENTS);
    return { addedMb, latencyMs: performance.now() - changedMs };
  } finally {
    for (const request of requests) request.destroy();
    await site.stop();
  }
}

async function residentMb(pid: number): Promise<number> {
  const status = await readFile(`/proc/${pid}/status`, 'utf8');
  return Number(/VmRSS:\s+(\d+) kB/.exec(status)?.[1]) / 1024;
}

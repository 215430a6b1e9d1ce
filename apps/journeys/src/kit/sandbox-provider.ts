import { join } from 'node:path';
import type { JsonObject } from '@evenkeel/domain';
import { freePort } from './free-port.js';
import { OsProcess } from './os-process.js';

export interface SandboxOptions {
  readonly records: number;
  readonly latencyMs?: number;
  /** Asked of every caller; no token is asked for if there is none. */
  readonly token?: string;
  readonly folder: string;
}

/** What the sandbox counts, as `GET /_stats` tells it. */
export interface SandboxStats {
  readonly requests: number;
  /** How often each page was answered whole, by `stream@place`. */
  readonly pages: Readonly<Record<string, number>>;
  /** How often each record was asked for by its id, by `stream/id`. */
  readonly reads: Readonly<Record<string, number>>;
}

/** The sandbox provider as a process of its own. */
export class SandboxProvider {
  private constructor(
    readonly url: string,
    private readonly token: string | undefined,
    private readonly process: OsProcess,
  ) {}

  static async start({ records, latencyMs = 0, token, folder }: SandboxOptions): Promise<SandboxProvider> {
    const port = await freePort();
    const args = { port, records, latency: latencyMs, ...(token === undefined ? {} : { token }) };
    const process = new OsProcess({
      program: 'apps/sandbox/dist/main.js',
      args: Object.entries(args).flatMap(([name, value]) => [`--${name}`, String(value)]),
      logFile: join(folder, 'sandbox.log'),
    });
    const url = `http://127.0.0.1:${port}`;
    await process.untilAnswers(`${url}/_stats`);
    return new SandboxProvider(url, token, process);
  }

  /** Changes the provider while it runs: see `ControlRequest` of the simulator. */
  async control(request: JsonObject): Promise<void> {
    const answer = await fetch(`${this.url}/_control`, { method: 'POST', body: JSON.stringify(request) });
    if (!answer.ok) throw new Error(`${answer.status} ${await answer.text()}`);
  }

  async stats(): Promise<SandboxStats> {
    return (await this.get('/_stats')) as unknown as SandboxStats;
  }

  /** All customers by id, read from the provider page by page as any other client would. */
  async customers(): Promise<Map<string, JsonObject>> {
    const customers = new Map<string, JsonObject>();
    let cursor = '';
    do {
      const page = await this.get(`/customers?limit=1000${cursor && `&cursor=${cursor}`}`);
      for (const customer of page['data'] as { id: string }[]) customers.set(customer.id, customer);
      cursor = (page['next_cursor'] as string | null) ?? '';
    } while (cursor !== '');
    return customers;
  }

  async stop(): Promise<void> {
    await this.process.stop();
  }

  private async get(path: string): Promise<JsonObject> {
    const headers: Record<string, string> =
      this.token === undefined ? {} : { authorization: `Bearer ${this.token}` };
    const answer = await fetch(`${this.url}${path}`, { headers });
    if (!answer.ok) throw new Error(`${answer.status} ${await answer.text()}`);
    return (await answer.json()) as JsonObject;
  }
}

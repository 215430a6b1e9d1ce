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
  readonly byStatus: Readonly<Record<string, number>>;
  /** How often each page was answered whole, by `stream@place`. */
  readonly pages: Readonly<Record<string, number>>;
  /** How often each record was asked for by its id, by `stream/id`. */
  readonly reads: Readonly<Record<string, number>>;
  /** The most calls in any stretch of the limit that is watched over; null if none is. */
  readonly callUse: { readonly most: number; readonly banned: boolean } | null;
}

/** How each stream is listed, from what page on, and where its records are. */
const LISTINGS = {
  customers: { first: '', query: (place: string) => `limit=1000${place && `&cursor=${place}`}` },
  devices: { first: '1', query: (place: string) => `per_page=1000&page=${place}` },
} as const;
export type SandboxStream = keyof typeof LISTINGS;

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

  /** One record, read as any other client would. */
  record(stream: SandboxStream, id: string): Promise<JsonObject> {
    return this.get(`/${stream}/${id}`);
  }

  /** All customers by id, read from the provider page by page as any other client would. */
  customers(): Promise<Map<string, JsonObject>> {
    return this.records('customers');
  }

  /** All records of a stream by id, read as any other client would. */
  async records(stream: SandboxStream): Promise<Map<string, JsonObject>> {
    const records = new Map<string, JsonObject>();
    const { first, query } = LISTINGS[stream];
    let place: string = first;
    for (;;) {
      const page = await this.get(`/${stream}?${query(place)}`);
      const listed = (page['data'] ?? page['items']) as (JsonObject & { id: string | number })[];
      for (const record of listed) records.set(String(record.id), record);
      place =
        stream === 'customers' ? ((page['next_cursor'] as string | null) ?? '') : String(Number(place) + 1);
      if (listed.length === 0 || place === '') return records;
    }
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

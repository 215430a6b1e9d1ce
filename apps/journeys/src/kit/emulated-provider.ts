import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { JsonObject } from '@evenkeel/domain';
import { freePort } from './free-port.js';
import { OsProcess } from './os-process.js';

/** Addresses that answer without a token. */
const READY_AT = { github: '/rate_limit', stripe: '/v1/customers' } as const;

export interface EmulatedOptions {
  readonly service: 'github' | 'stripe';
  readonly token: string;
  /** What is there from the start, in the words of the package. */
  readonly seed: JsonObject;
  readonly folder: string;
  /** Left out: one that is free. */
  readonly port?: number;
}

/** A provider of the npm package `emulate`, which is not ours, as a process of its own. */
export class EmulatedProvider {
  private calls = 0;

  private constructor(
    readonly url: string,
    private readonly tokens: readonly string[],
    private readonly process: OsProcess,
  ) {}

  static async start({ service, token, seed, folder, ...given }: EmulatedOptions): Promise<EmulatedProvider> {
    const port = given.port ?? (await freePort());
    const url = `http://127.0.0.1:${port}`;
    const seedFile = join(folder, `${service}.json`);
    writeFileSync(seedFile, JSON.stringify(seed));
    // It would call itself localhost in its links.
    const args = { service, seed: seedFile, port: String(port), 'base-url': url };
    const process = new OsProcess({
      program: 'node_modules/emulate/dist/index.js',
      args: Object.entries(args).flatMap(([name, value]) => [`--${name}`, value]),
      logFile: join(folder, `${service}.log`),
    });
    await process.untilAnswers(url + READY_AT[service]);
    return new EmulatedProvider(url, [token], process);
  }

  /** The same provider for another client, who uses these tokens in turn: each of them has a limit of its own. */
  as(...tokens: readonly string[]): EmulatedProvider {
    return new EmulatedProvider(this.url, tokens, this.process);
  }

  get<Answer>(path: string): Promise<Answer> {
    return this.call('GET', path);
  }

  /** Changes something, as any other client of the provider would. */
  send<Answer>(method: 'POST' | 'PATCH' | 'DELETE', path: string, body: JsonObject): Promise<Answer> {
    return this.call(method, path, body);
  }

  async stop(): Promise<void> {
    await this.process.stop();
  }

  private async call<Answer>(method: string, path: string, body?: JsonObject): Promise<Answer> {
    const token = this.tokens[(this.calls += 1) % this.tokens.length];
    const answer = await fetch(`${this.url}${path}`, {
      method,
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const text = await answer.text();
    if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${text}`);
    return (text === '' ? undefined : JSON.parse(text)) as Answer;
  }
}

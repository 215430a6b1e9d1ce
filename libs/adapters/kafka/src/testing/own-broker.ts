import { type ChildProcess, fork, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';

const ON_REQUEST = join(__dirname, '../../../../../deploy/local/kafka/on-request.mjs');

/** Whether a broker can be run here at all. */
export function canRunABroker(): boolean {
  return spawnSync('java', ['-version']).status === 0;
}

/** A broker that only one spec uses, which may therefore stop it. */
export class OwnBroker {
  brokers = '';

  private constructor(private readonly process: ChildProcess) {}

  static async start(
    options: { readonly port?: number; readonly properties?: object } = {},
  ): Promise<OwnBroker> {
    const broker = new OwnBroker(fork(ON_REQUEST, { execArgv: [] }));
    broker.brokers = (await broker.#order('start', options)) as string;
    return broker;
  }

  async stop(): Promise<void> {
    await this.#order('stop');
  }

  async kill(): Promise<void> {
    await this.#order('kill');
  }

  async restart(): Promise<void> {
    await this.#order('restart');
  }

  /** Stops it for good. */
  async close(): Promise<void> {
    const exited = once(this.process, 'exit');
    this.process.disconnect();
    await exited;
  }

  async #order(order: string, options?: object): Promise<unknown> {
    this.process.send({ order, options });
    const [answer] = (await once(this.process, 'message')) as [{ failed?: string; result?: unknown }];
    if (answer.failed !== undefined) throw new Error(answer.failed);
    return answer.result;
  }
}

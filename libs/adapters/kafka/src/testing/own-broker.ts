import { type ChildProcess, fork, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';

const ON_REQUEST = join(__dirname, '../../../../../deploy/local/kafka/on-request.mjs');
/** The first start downloads Kafka. A broker that does not come up must not keep everybody waiting. */
const ANSWER_WITHIN_MS = 90_000;

/** Whether a broker can be run here at all. */
export function canRunABroker(): boolean {
  return spawnSync('java', ['-version']).status === 0;
}

/** Files are in PEM. */
export interface SecuredPort {
  /** Key and certificate of the broker. */
  readonly keystore: string;
  /** Who its clients are to have their certificates from. */
  readonly truststore: string;
  readonly username: string;
  readonly password: string;
  /** Whether clients have to show one. */
  readonly clientCertificates?: boolean;
}

interface Addresses {
  readonly brokers: string;
  readonly securedBrokers?: string;
}

export interface OwnBrokerOptions {
  readonly port?: number;
  /** Further lines of `server.properties`. */
  readonly properties?: object;
  /** A second port, that takes this user by TLS only. */
  readonly secured?: SecuredPort;
}

type Order = 'start' | 'stop' | 'kill' | 'restart';

/** A real Kafka that only one test uses, which may therefore take it down and bring it up again. */
export class OwnBroker {
  private constructor(
    private readonly keeper: ChildProcess,
    readonly brokers: string,
    /** The port that takes users by TLS only, where there is one. */
    readonly securedBrokers: string | undefined,
  ) {}

  static async start(options: OwnBrokerOptions = {}): Promise<OwnBroker> {
    const keeper = fork(ON_REQUEST, { execArgv: [] });
    // A test that fails half-way ends all the same, and then so does the keeper.
    keeper.unref();
    keeper.channel?.unref();
    const { brokers, securedBrokers } = (await give(keeper, 'start', options)) as Addresses;
    return new OwnBroker(keeper, brokers, securedBrokers);
  }

  /** The broker is away; its messages are kept. */
  async stop(): Promise<void> {
    await give(this.keeper, 'stop');
  }

  async kill(): Promise<void> {
    await give(this.keeper, 'kill');
  }

  /** Brings it up again at the same address. */
  async restart(): Promise<void> {
    await give(this.keeper, 'restart');
  }

  /** Stops it for good. */
  async close(): Promise<void> {
    if (this.keeper.exitCode !== null || this.keeper.signalCode !== null) return;
    const exited = once(this.keeper, 'exit');
    this.keeper.ref();
    this.keeper.disconnect();
    await exited;
  }
}

async function give(keeper: ChildProcess, order: Order, options?: object): Promise<unknown> {
  const signal = AbortSignal.timeout(ANSWER_WITHIN_MS);
  const answered = once(keeper, 'message', { signal });
  const ended = once(keeper, 'exit', { signal }).then(() => {
    throw new Error(`The keeper of Kafka ended while it was to ${order} it`);
  });
  ended.catch(() => undefined);
  // A client that waits for an answer has not ended.
  keeper.channel?.ref();
  keeper.send({ order, options });
  const [answer] = (await Promise.race([answered, ended]).finally(() => keeper.channel?.unref())) as [
    { failed?: string; result?: unknown },
  ];
  if (answer.failed !== undefined) throw new Error(answer.failed);
  return answer.result;
}

import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { root } from './repository.js';

/** The first start downloads Kafka. */
const ANSWER_WITHIN_MS = 90_000;

/** A real Kafka of the journey's own, which it may take down and bring up again. */
export class KafkaBroker {
  private constructor(
    private readonly keeper: ChildProcess,
    readonly brokers: string,
  ) {}

  /** The data stays in `folder` through stops and starts. */
  static async start(folder: string): Promise<KafkaBroker> {
    const program = join(root, 'apps/journeys/kafka-on-request.mjs');
    const keeper = fork(program, [join(folder, 'kafka')], {
      cwd: root,
      // kafkajs' own, and harmless.
      execArgv: ['--disable-warning=TimeoutNegativeWarning'],
    });
    // A journey that fails half-way ends all the same, and then so does the keeper.
    keeper.unref();
    keeper.channel?.unref();
    const { brokers } = await ask(keeper, 'start');
    return new KafkaBroker(keeper, brokers);
  }

  /** The broker is away; its messages are kept. */
  async stop(): Promise<void> {
    await ask(this.keeper, 'stop');
  }

  /** Brings it up again at the same address. */
  async startAgain(): Promise<void> {
    await ask(this.keeper, 'restart');
  }

  async end(): Promise<void> {
    if (this.keeper.exitCode !== null || this.keeper.signalCode !== null) return;
    await ask(this.keeper, 'stop').catch(() => undefined);
    this.keeper.ref();
    this.keeper.disconnect();
    await once(this.keeper, 'exit');
  }
}

/** Rejects when there is no answer in time: a broker that does not come up must not keep everybody waiting. */
async function ask(keeper: ChildProcess, order: 'start' | 'stop' | 'restart'): Promise<{ brokers: string }> {
  const signal = AbortSignal.timeout(ANSWER_WITHIN_MS);
  const answered = once(keeper, 'message', { signal });
  const ended = once(keeper, 'exit', { signal }).then(() => {
    throw new Error(`The keeper of Kafka ended while it was to ${order} it`);
  });
  ended.catch(() => undefined);
  // Whoever waits for an answer has not ended.
  keeper.channel?.ref();
  keeper.send(order);
  const [answer] = (await Promise.race([answered, ended]).finally(() => keeper.channel?.unref())) as [
    { brokers: string } | { error: string },
  ];
  if ('error' in answer) throw new Error(answer.error);
  return answer;
}

import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { root } from './repository.js';

/** A real Kafka of the journey's own, which it may take down and bring up again. */
export class KafkaBroker {
  private constructor(
    private readonly keeper: ChildProcess,
    readonly brokers: string,
  ) {}

  /** The data stays in `folder` through stops and starts. */
  static async start(folder: string): Promise<KafkaBroker> {
    const program = join(root, 'apps/journeys/kafka-on-request.mjs');
    const keeper = fork(program, [join(folder, 'kafka')], { cwd: root, execArgv: [] });
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
    this.keeper.disconnect();
    await once(this.keeper, 'exit');
  }
}

async function ask(keeper: ChildProcess, order: 'start' | 'stop' | 'restart'): Promise<{ brokers: string }> {
  const answered = once(keeper, 'message') as Promise<[{ brokers: string } | { error: string }]>;
  const died = once(keeper, 'exit').then(() => {
    throw new Error(`The keeper of Kafka ended while it was to ${order} it`);
  });
  keeper.send(order);
  const [answer] = await Promise.race([answered, died]);
  died.catch(() => undefined);
  if ('error' in answer) throw new Error(answer.error);
  return answer;
}

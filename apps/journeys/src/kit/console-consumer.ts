import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { pathToFileURL } from 'node:url';
import { endWithThisProcess, type Guard } from './end-with-this-process.js';
import { root } from './repository.js';

/** A record of a topic, as Kafka's own console consumer prints it. */
export interface PrintedRecord {
  readonly headers: Readonly<Record<string, string>>;
  readonly key: string;
  readonly value: string;
}

/** Kafka's own console consumer: a reader that shares no code with us. */
export class ConsoleConsumer {
  readonly records: PrintedRecord[] = [];
  /** What it printed that is no record. */
  readonly strange: string[] = [];
  private readonly guard: Guard;

  private constructor(private readonly java: ChildProcess) {
    this.guard = endWithThisProcess(java.pid ?? 0);
    createInterface({ input: java.stdout! }).on('line', (line) => this.take(line));
  }

  /** From the beginning of the topic. */
  static async start(brokers: string, topic: string): Promise<ConsoleConsumer> {
    const script = pathToFileURL(join(root, 'deploy/local/kafka/install.mjs')).href;
    const { install } = (await import(script)) as { readonly install: () => Promise<string> };
    const properties = ['print.headers=true', 'print.key=true', 'print.value=true'];
    const java = spawn(
      'java',
      [
        ...['-Xmx128m', '-Dorg.slf4j.simpleLogger.defaultLogLevel=error', '-cp', join(await install(), '*')],
        ...['org.apache.kafka.tools.consumer.ConsoleConsumer', '--bootstrap-server', brokers],
        ...[
          '--topic',
          topic,
          '--from-beginning',
          ...properties.flatMap((each) => ['--formatter-property', each]),
        ],
      ],
      { stdio: ['ignore', 'pipe', 'ignore'] },
    );
    return new ConsoleConsumer(java);
  }

  async stop(): Promise<void> {
    this.guard.release();
    if (this.java.exitCode !== null || this.java.signalCode !== null) return;
    this.java.kill('SIGKILL');
    await once(this.java, 'exit');
  }

  private take(line: string): void {
    const [headers, key, value] = line.split('\t');
    if (headers === undefined || key === undefined || value === undefined) {
      this.strange.push(line);
      return;
    }
    const pairs = headers.split(',').map((pair): [string, string] => {
      const at = pair.indexOf(':');
      return [pair.slice(0, at), pair.slice(at + 1)];
    });
    this.records.push({ headers: Object.fromEntries(pairs), key, value });
  }
}

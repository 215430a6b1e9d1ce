import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';

const TOOL = join(__dirname, '../../../../../deploy/local/kafka/tool.mjs');

/** One of Kafka's own console tools, with which others speak who do not use our client. */
export class KafkaTool {
  private printed = '';
  private complained = '';

  private constructor(
    private readonly name: string,
    private readonly process: ChildProcessWithoutNullStreams,
  ) {
    process.stdout.on('data', (chunk) => void (this.printed += String(chunk)));
    process.stderr.on('data', (chunk) => void (this.complained += String(chunk)));
    process.stdin.on('error', () => undefined);
  }

  static start(name: string, args: readonly string[]): KafkaTool {
    return new KafkaTool(name, spawn(process.execPath, [TOOL, name, ...args], { stdio: 'pipe' }));
  }

  /** Writes a line of its input. */
  write(line: string): void {
    this.process.stdin.write(`${line}\n`);
  }

  /** Ends its input. Resolves with what it printed, or rejects with what it complained of. */
  async end(): Promise<string> {
    const closed = once(this.process, 'close') as Promise<[number | null]>;
    this.process.stdin.end();
    const [code] = await closed;
    if (code === 0) return this.printed;
    throw new Error(`${this.name} ended with ${code}: ${this.complained.slice(-2_000)}`);
  }
}

/** Runs one to its end. */
export function runKafkaTool(
  name: string,
  args: readonly string[],
  lines: readonly string[] = [],
): Promise<string> {
  const tool = KafkaTool.start(name, args);
  for (const line of lines) tool.write(line);
  return tool.end();
}

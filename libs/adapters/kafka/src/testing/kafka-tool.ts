import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';

const TOOL = join(__dirname, '../../../../../deploy/local/kafka/tool.mjs');

/** Runs one of Kafka's own console tools, as people who do not use our client do. Resolves with what it printed. */
export async function runKafkaTool(name: string, args: readonly string[], input = ''): Promise<string> {
  const tool = spawn(process.execPath, [TOOL, name, ...args], { stdio: 'pipe' });
  let [printed, complained] = ['', ''];
  tool.stdout.on('data', (chunk) => void (printed += String(chunk)));
  tool.stderr.on('data', (chunk) => void (complained += String(chunk)));
  tool.stdin.on('error', () => undefined);
  tool.stdin.end(input);
  const [code] = (await once(tool, 'close')) as [number | null];
  if (code !== 0) throw new Error(`${name} ended with ${code}: ${complained.slice(-2_000)}`);
  return printed;
}

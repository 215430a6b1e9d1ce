import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { isFree } from '../serve/available-port.js';

const HOST = '127.0.0.1';
/** Not 4190: browsers and fetch refuse that one. */
const PREFERRED_PORT = 4187;
const START_DEADLINE_MS = 10_000;
const PROGRAM = join(__dirname, '../../../sandbox/dist/main.js');

/** The sandbox provider in a process of its own, as a real provider would be. */
export interface Sandbox {
  readonly url: string;
  stop(): Promise<void>;
}

/** Starts it on the port it had last time, if that is free: the sample connection knows its address. */
export async function startSandbox(dataDirectory: string, records: number): Promise<Sandbox> {
  const file = join(dataDirectory, 'sandbox.json');
  const wanted = rememberedPort(file) ?? PREFERRED_PORT;
  const port = (await isFree({ host: HOST, port: wanted })) ? wanted : 0;
  const child = fork(PROGRAM, ['--json', '--port', String(port), '--records', String(records)], {
    // The channel tells the sandbox when this process is gone, however it went. Ctrl-C is for us to pass on.
    stdio: ['ignore', 'pipe', 'inherit', 'ipc'],
    detached: true,
  });
  const stop = () => end(child);
  try {
    const started = await firstLine(child);
    writeFileSync(file, JSON.stringify({ port: started.port }));
    return { url: started.url, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

function rememberedPort(file: string): number | undefined {
  try {
    const { port } = JSON.parse(readFileSync(file, 'utf8')) as { port?: unknown };
    return typeof port === 'number' ? port : undefined;
  } catch {
    return undefined; // the first start
  }
}

async function firstLine(child: ChildProcess): Promise<{ readonly url: string; readonly port: number }> {
  const signal = AbortSignal.timeout(START_DEADLINE_MS);
  const ended = once(child, 'exit', { signal }).then(([code]) => {
    throw new Error(`The sandbox provider ended with code ${String(code)} before it answered`);
  });
  const [line] = (await Promise.race([once(child.stdout!, 'data', { signal }), ended])) as [Buffer];
  ended.catch(() => undefined);
  return JSON.parse(line.toString('utf8')) as { url: string; port: number };
}

async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = once(child, 'exit');
  child.kill('SIGKILL'); // it holds nothing that could be lost
  await ended;
}

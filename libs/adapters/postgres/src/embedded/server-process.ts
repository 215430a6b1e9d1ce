import { spawn, type ChildProcess } from 'node:child_process';
import { closeSync, existsSync, openSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { SyncError } from '@evenkeel/domain';
import { isAlive } from './living-process.js';
import type { ServerPlace } from './place.js';

const START_DEADLINE_MS = 60_000;
const STOP_DEADLINE_MS = 30_000;
const POLL_MS = 15;
const LOG = 'postgres.log';

export interface ServerProcess {
  readonly pid: number;
  readonly port: number;
  /** Resolves when it has ended, with how it did. */
  readonly ended: Promise<string>;
}

/** Starts the server, out of our process group so that a Ctrl-C reaches it only through us, and waits until it is ready. */
export async function startServer(
  place: ServerPlace,
  port: number,
  settings: Readonly<Record<string, string>>,
): Promise<ServerProcess> {
  const output = openSync(join(place.folder, LOG), 'a', 0o600);
  const fixed = { listen_addresses: '127.0.0.1', unix_socket_directories: '', port: String(port) };
  const parameters = Object.entries({ ...fixed, ...settings }).flatMap(([key, value]) => [
    '-c',
    `${key}=${value}`,
  ]);
  const child = spawn(place.binaries.postgres, ['-D', place.pgdata, ...parameters], {
    ...(place.user ?? {}),
    cwd: '/',
    detached: true,
    stdio: ['ignore', output, output],
    env: { TZ: 'UTC', LC_ALL: 'C', PATH: '' },
  });
  closeSync(output);
  let failure: string | undefined;
  const ended = new Promise<string>((resolve) => {
    child.once('error', (error) => resolve(error.message));
    child.once('exit', (code, signal) =>
      resolve(`it ended with ${signal ?? `code ${code}`}: ${lastLines(place.folder)}`),
    );
  });
  void ended.then((how) => (failure = how));
  child.unref();
  return { ...(await untilReady(place, child, port, () => failure)), ended };
}

async function untilReady(
  place: ServerPlace,
  child: ChildProcess,
  port: number,
  failure: () => string | undefined,
): Promise<Omit<ServerProcess, 'ended'>> {
  for (let waitedMs = 0; waitedMs < START_DEADLINE_MS; waitedMs += POLL_MS) {
    if (failure() !== undefined) {
      throw new SyncError('system.embedded_database', `The embedded Postgres did not start: ${failure()}`);
    }
    const line = postmasterLine(place.pgdata, 7);
    if (line?.trim() === 'ready' && postmasterLine(place.pgdata, 0) === String(child.pid)) {
      return { pid: child.pid!, port };
    }
    await sleep(POLL_MS);
  }
  throw new SyncError(
    'system.embedded_database',
    `The embedded Postgres was not ready in time: ${lastLines(place.folder)}`,
  );
}

/** A fast shutdown: clients are disconnected, everything committed is kept. */
export async function stopServer(pid: number, signal: 'SIGINT' | 'SIGQUIT' = 'SIGINT'): Promise<void> {
  if (!signalled(pid, signal)) return;
  for (let waitedMs = 0; waitedMs < STOP_DEADLINE_MS; waitedMs += POLL_MS) {
    // A server that a killed process has left may stay behind as a zombie.
    if (!isAlive({ pid })) return;
    await sleep(POLL_MS);
  }
  signalled(pid, 'SIGQUIT');
}

/** The process id of the server that runs on this folder, also where another process started it. */
export function runningServer(pgdata: string): number | undefined {
  const pid = Number(postmasterLine(pgdata, 0));
  return Number.isInteger(pid) && pid > 0 && isServerOf(pid, pgdata) ? pid : undefined;
}

/** Ends a server that a killed process left behind in this folder, and removes the lock of one that is gone. */
export async function stopLeftOver(pgdata: string): Promise<void> {
  const pid = runningServer(pgdata);
  if (pid !== undefined) await stopServer(pid);
  // Its number may since belong to another program, in front of which Postgres would refuse to start.
  else rmSync(join(pgdata, 'postmaster.pid'), { force: true });
}

export async function freePort(preferred?: number): Promise<number> {
  return (preferred === undefined ? undefined : await tryPort(preferred)) ?? (await tryPort(0))!;
}

function tryPort(port: number): Promise<number | undefined> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', () => resolve(undefined));
    server.listen(port, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => resolve(address !== null && typeof address === 'object' ? address.port : undefined));
    });
  });
}

function postmasterLine(pgdata: string, index: number): string | undefined {
  const file = join(pgdata, 'postmaster.pid');
  return existsSync(file) ? readFileSync(file, 'utf8').split('\n')[index] : undefined;
}

function isServerOf(pid: number, pgdata: string): boolean {
  if (!signalled(pid, 0)) return false;
  const commandLine = `/proc/${pid}/cmdline`;
  // Where there is no /proc, Postgres' own judgement of its lock file has to do.
  if (!existsSync('/proc/self/cmdline')) return true;
  return existsSync(commandLine) && readFileSync(commandLine, 'utf8').split('\0').includes(pgdata);
}

function signalled(pid: number, signal: NodeJS.Signals | 0): boolean {
  try {
    process.kill(pid, signal);
    return true;
  } catch {
    return false;
  }
}

function lastLines(folder: string): string {
  const log = join(folder, LOG);
  if (!existsSync(log)) return `${log} is gone`;
  return readFileSync(log, 'utf8').trim().split('\n').slice(-3).join(' | ');
}

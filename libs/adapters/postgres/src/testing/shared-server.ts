import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { EmbeddedPostgres } from '../embedded/embedded-postgres.js';
import { createPostgres } from '../postgres.js';

/** One server for all workers of a test run. It ends with the process that runs the tests. */
export interface SharedServer {
  readonly superuserUrl: string;
  /** For the template database, which has all migrations. */
  readonly appUrl: string;
}

const START_DEADLINE_MS = 60_000;

// Its own program, because it outlives every test file: stops the server and removes its data once the run is over.
const WATCHDOG = `
  const [owner, server, folder] = process.argv.slice(1);
  const alive = (pid) => { try { process.kill(Number(pid), 0); return true; } catch { return false; } };
  const remove = () => require('node:fs').rmSync(folder, { recursive: true, force: true });
  setInterval(() => {
    if (alive(owner)) return;
    if (alive(server)) process.kill(Number(server), 'SIGQUIT');
    else { remove(); process.exit(); }
  }, 200);`;

/** The process that runs the tests: this one, or the one that forked this worker. */
function testRunPid(): number {
  return process.send === undefined ? process.pid : process.ppid;
}

/** Starts the server, or finds the one that another worker of this run has started. */
export async function sharedServer(): Promise<SharedServer> {
  const owner = testRunPid();
  const folder = join(tmpdir(), `evenkeel-test-${owner}`);
  const ready = join(folder, 'ready.json');
  if (claimed(folder)) await startFor(owner, folder, ready);
  for (let waitedMs = 0; waitedMs < START_DEADLINE_MS; waitedMs += 20) {
    if (existsSync(ready)) return JSON.parse(readFileSync(ready, 'utf8')) as SharedServer;
    await sleep(20);
  }
  throw new Error(`The test database that another worker starts in ${folder} did not get ready`);
}

/** Making a folder succeeds for exactly one. */
function claimed(folder: string): boolean {
  try {
    mkdirSync(folder);
    return true;
  } catch (error) {
    if ((error as { code?: string }).code !== 'EEXIST') throw error;
    return false;
  }
}

async function startFor(owner: number, folder: string, ready: string): Promise<void> {
  try {
    const server = await EmbeddedPostgres.start({
      dataDir: folder,
      fsync: false,
      settings: { max_connections: '200', shared_buffers: '256MB', deadlock_timeout: '100ms' },
    });
    spawn(process.execPath, ['-e', WATCHDOG, String(owner), String(server.pid), folder], {
      detached: true,
      stdio: 'ignore',
      cwd: '/',
    }).unref();
    const template = createPostgres({ url: server.url, poolSize: 1 });
    await template.migrate();
    await template.close();
    writeFileSync(
      `${ready}.part`,
      JSON.stringify({ superuserUrl: server.superuserUrl, appUrl: server.url } satisfies SharedServer),
      { mode: 0o600 },
    );
    renameSync(`${ready}.part`, ready);
  } catch (error) {
    rmSync(folder, { recursive: true, force: true });
    throw error;
  }
}

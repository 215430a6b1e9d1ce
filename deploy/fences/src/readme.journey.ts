import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { inheritedEnvironment } from './env.js';
import { readText, root } from './projects.js';
import { fencedCommands } from './readme-commands.js';

const BLOCK_LIMIT_MS = 240_000;
const STOP_LIMIT_MS = 30_000;
const blocks = fencedCommands(readText('README.md'));

const scratch = mkdtempSync(join(tmpdir(), 'evenkeel-readme-'));
// Until a block of this README serves, its commands must not find another Evenkeel.
const env: NodeJS.ProcessEnv = {
  ...inheritedEnvironment,
  EVENKEEL_DATA_DIR: scratch,
  EVENKEEL_URL: 'http://127.0.0.1:9',
};
const serving: ChildProcess[] = [];

/** Starts a block and leaves it running once it says that Ctrl-C would stop it. */
async function serve(commands: string): Promise<void> {
  const child = spawn('bash', ['-c', `exec ${commands}`], {
    cwd: root,
    env,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  serving.push(child);
  let said = '';
  await new Promise<void>((resolve, reject) => {
    child.once('exit', (code) => reject(new Error(`It ended with exit code ${code} after: ${said}`)));
    child.stdout.on('data', (chunk: Buffer) => {
      said += chunk.toString();
      if (said.includes('Ctrl-C')) resolve();
    });
  });
  // Where the usual port is taken it says so, and people type the address that it prints.
  env['EVENKEEL_URL'] = /Admin API\s+(http:\/\/[\d.]+:\d+)/.exec(said)?.[1];
}

function runToItsEnd(commands: string): void {
  const run = spawnSync('bash', ['-euo', 'pipefail', '-c', commands], {
    cwd: root,
    env,
    encoding: 'utf8',
    timeout: BLOCK_LIMIT_MS,
  });
  const said = run.status === 0 ? '' : run.stdout + run.stderr;
  expect({ exitCode: run.status, said }).toEqual({ exitCode: 0, said: '' });
}

describe('the commands of the README', () => {
  afterAll(() => {
    for (const child of serving) child.kill('SIGKILL');
    rmSync(scratch, { recursive: true, force: true });
  });

  it.each(blocks.filter(({ how }) => how !== 'no-run'))(
    'line $line works as printed: $commands',
    async ({ commands, how }) => (how === 'serves' ? serve(commands) : runToItsEnd(commands)),
    BLOCK_LIMIT_MS + 10_000,
  );

  it(
    'what serves stops cleanly on Ctrl-C',
    async () => {
      for (const child of serving) {
        const ended = once(child, 'exit');
        child.kill('SIGINT');
        expect(await ended).toEqual([0, null]);
      }
    },
    STOP_LIMIT_MS,
  );
});

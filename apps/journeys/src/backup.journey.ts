import { spawnSync } from 'node:child_process';
import { chmodSync, readFileSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { StoryClient } from './kit/admin-client.js';
import { databaseFolder } from './kit/database-folder.js';
import { freePort } from './kit/free-port.js';
import { OsProcess } from './kit/os-process.js';
import { journeyFolder, root } from './kit/repository.js';
import { sandboxSettings } from './kit/sandbox-settings.js';
import { SandboxProvider } from './kit/sandbox-provider.js';

jest.setTimeout(120_000);

const RECORDS = 20_000;
const TOKEN = 'sandbox-token-1';
const logs = journeyFolder('backup');
const [first, restored, backup] = [databaseFolder(), databaseFolder(), databaseFolder()];
// Where this process is root, Postgres runs as another user, which has to reach the folders.
for (const folder of [first, restored]) chmodSync(folder, 0o755);
const started: OsProcess[] = [];
let sandbox: SandboxProvider;

beforeAll(async () => {
  sandbox = await SandboxProvider.start({ records: RECORDS, token: TOKEN, folder: logs });
});
afterAll(async () => {
  for (const engine of started) await engine.stop();
  await sandbox.stop();
  for (const folder of [first, restored, backup]) await rm(folder, { recursive: true, force: true });
});

async function start(folder: string, name: string): Promise<{ engine: OsProcess; admin: StoryClient }> {
  const port = await freePort();
  const engine = new OsProcess({
    program: 'apps/standalone/dist/main.js',
    args: ['--no-demo', '--port', String(port), '--data-dir', folder],
    env: { LOG_LEVEL: 'warn' },
    logFile: join(logs, `${name}.log`),
  });
  started.push(engine);
  await engine.untilAnswers(`http://127.0.0.1:${port}/readyz`);
  return { engine, admin: new StoryClient(`http://127.0.0.1:${port}`) };
}

/** The shell blocks of the page that are to be run. */
function commandsOf(page: string): readonly string[] {
  return [...readFileSync(join(root, page), 'utf8').matchAll(/^```sh\n(.*?)^```$/gms)].map(
    ([, commands = '']) => commands,
  );
}

function run(commands: string): void {
  const env = { PATH: '/usr/bin:/bin', EVENKEEL_DATA_DIR: first, BACKUP: backup, RESTORED: restored };
  const { status, stderr } = spawnSync('bash', ['--norc', '-euc', commands], { env, encoding: 'utf8' });
  expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
}

it('what docs/backup.md says keeps a run that is under way, and the secrets that it needs', async () => {
  const before = await start(first, 'before');
  await before.admin.addConnection({
    ...{ name: 'shop', connector: 'rest', settings: sandboxSettings(sandbox.url) },
    credentials: { token: TOKEN },
  });
  await before.admin.addJob({
    name: 'customers',
    connection: 'shop',
    stream: 'customers',
    recordType: 'customer',
    mode: 'full',
  });
  const id = await before.admin.begin('customers');
  await before.admin.untilProcessed(id, RECORDS / 10);
  await before.engine.stop();

  const [keep = '', restore = '', ...others] = commandsOf('docs/backup.md');
  expect(others).toEqual([]);
  run(keep);
  // The machine is lost.
  await rm(first, { recursive: true });
  run(restore);

  const after = await start(restored, 'after');
  const ended = await after.admin.untilEnded(id);
  expect(ended).toMatchObject({
    status: 'completed',
    receipt: { fetched: RECORDS, created: RECORDS, balanced: true },
  });
  expect(await after.admin.runToEnd('customers')).toMatchObject({
    receipt: { balanced: true, outcomes: { unchanged: RECORDS } },
  });
});

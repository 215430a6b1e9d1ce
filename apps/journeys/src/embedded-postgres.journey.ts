import { chmodSync } from 'node:fs';
import { readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { StoryClient } from './kit/admin-client.js';
import { databaseFolder } from './kit/database-folder.js';
import { eventually } from './kit/eventually.js';
import { freePort } from './kit/free-port.js';
import { OsProcess } from './kit/os-process.js';
import { journeyFolder } from './kit/repository.js';
import { SandboxProvider } from './kit/sandbox-provider.js';

jest.setTimeout(120_000);

const RECORDS = 20_000;

let engine: OsProcess;
let sandbox: SandboxProvider;
let admin: StoryClient;
const folder = databaseFolder();
// Where this process is root, Postgres runs as another user, which has to reach the folder.
chmodSync(folder, 0o755);
const logs = journeyFolder('embedded-postgres');
const logFile = join(logs, 'standalone.log');

beforeAll(async () => {
  const port = await freePort();
  engine = new OsProcess({
    program: 'apps/standalone/dist/main.js',
    args: ['--no-demo', '--port', String(port), '--data-dir', folder],
    env: { LOG_LEVEL: 'warn' },
    logFile,
  });
  sandbox = await SandboxProvider.start({ records: RECORDS, folder: logs });
  await engine.untilAnswers(`http://127.0.0.1:${port}/readyz`);
  admin = new StoryClient(`http://127.0.0.1:${port}`);
});
afterAll(async () => {
  await sandbox.stop();
  await engine.stop();
  await rm(folder, { recursive: true, force: true });
});

async function killPostgres(): Promise<number> {
  const [pid = ''] = (await readFile(join(folder, 'postgres', 'pgdata', 'postmaster.pid'), 'utf8')).split(
    '\n',
  );
  process.kill(Number(pid), 'SIGKILL');
  return Number(pid);
}

it('a run goes on to its end, with nothing lost, when its embedded Postgres is killed', async () => {
  await admin.addSandbox('shop', sandbox.url);
  await admin.addJob({
    name: 'customers',
    connection: 'shop',
    stream: 'customers',
    recordType: 'customer',
    mode: 'full',
  });
  const id = await admin.begin('customers');
  await admin.untilProcessed(id, RECORDS / 10);
  await killPostgres();
  const ended = await eventually(
    'the run ends',
    async () => {
      const run = await admin.execution(id);
      return run.ended && run;
    },
    60_000,
  );
  expect(ended).toMatchObject({
    status: 'completed',
    receipt: { fetched: RECORDS, created: RECORDS, balanced: true },
  });
});

it('and the process ends with an error that says why when its Postgres ends again and again', async () => {
  let last = 0;
  await eventually(
    'the process gives up',
    async () => {
      if (engine.hasExited) return true;
      const pid = await killPostgres().catch(() => last);
      await sleep(pid === last ? 50 : 200);
      last = pid;
      return false;
    },
    60_000,
  );
  expect(engine.exitCode).toBeGreaterThan(0);
  expect(await readFile(logFile, 'utf8')).toMatch(/The embedded Postgres ended 6 times within ten minutes/);
});

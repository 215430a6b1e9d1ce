import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { StoryClient } from './kit/admin-client.js';
import { typeCommand, type SeenCommand } from './kit/command-line.js';
import { eventually } from './kit/eventually.js';
import { freePort } from './kit/free-port.js';
import { OsProcess } from './kit/os-process.js';
import { journeyFolder } from './kit/repository.js';
import { SandboxProvider } from './kit/sandbox-provider.js';
import { TinyDisk } from './kit/tiny-disk.js';
import { sendWebhook } from './kit/webhook-sender.js';

jest.setTimeout(120_000);

/**
 * What goes wrong at night outside of the engine: its database stops, its disk is full, it is killed, a secret is lost. `evenkeel status`
 * and the command that it names tell what, why and what next.
 */
const RECORDS = 20_000;
const ROOM_MB = 1_024;
const isRoot = process.getuid?.() === 0;

let engine: OsProcess;
let sandbox: SandboxProvider;
let admin: StoryClient;
let url: string;
let gatewayUrl: string;
let folder: string;
let disk: TinyDisk | undefined;
const logs = journeyFolder('night');

function startEngine(): OsProcess {
  return new OsProcess({
    program: 'apps/standalone/dist/main.js',
    args: ['--no-demo', '--port', new URL(url).port, '--data-dir', folder],
    env: { LOG_LEVEL: 'warn' },
    logFile: join(logs, 'standalone.log'),
  });
}
const type = (...given: readonly string[]): Promise<SeenCommand> => typeCommand(url, given);

beforeAll(async () => {
  disk = isRoot ? TinyDisk.mount(ROOM_MB) : undefined;
  folder = disk?.folder ?? (await mkdtemp(join(tmpdir(), 'evenkeel-journey-')));
  url = `http://127.0.0.1:${await freePort()}`;
  engine = startEngine();
  sandbox = await SandboxProvider.start({ records: RECORDS, folder: logs });
  await engine.untilAnswers(`${url}/readyz`);
  admin = new StoryClient(url);
  gatewayUrl = await eventually('it says where webhooks are taken', async () => {
    const log = readFileSync(join(logs, 'standalone.log'), 'utf8');
    return /Webhooks +(http:\S+)/.exec(log)?.[1];
  });
  await admin.addSandbox('shop', sandbox.url);
  const job = { connection: 'shop', stream: 'customers', mode: 'full' } as const;
  await admin.addJob({ name: 'customers', ...job, recordType: 'customer' });
  // For a run that has something to write, too.
  await admin.addJob({ name: 'buyers', ...job, recordType: 'buyer' });
});
afterAll(async () => {
  await sandbox.stop();
  await engine.stop();
  disk?.unmount();
  if (disk === undefined) await rm(folder, { recursive: true, force: true });
});

/** The screen once it tells of it, and the command that stands there. */
async function told(label: string): Promise<{ readonly line: string; readonly next: string }> {
  return eventually(`status tells ${label}`, async () => {
    const { code, out } = await type('status');
    const lines = out.split('\n');
    const at = lines.findIndex((line) => line.startsWith(label));
    if (at < 0) throw new Error(out);
    expect(code).toBe(1);
    expect(out).not.toContain('Nothing asks for you');
    return { line: lines[at]!, next: lines[at + 1]!.trim() };
  });
}

const postgresPid = () => {
  const [pid] = readFileSync(join(folder, 'postgres', 'pgdata', 'postmaster.pid'), 'utf8').split('\n');
  return Number(pid);
};

/** Ends once the run has: it lost nothing. */
async function endsWhole(id: string): Promise<void> {
  const ask = async () => {
    const run = await admin.execution(id);
    return run.ended && run;
  };
  const ended = await eventually('the run ends', ask, 90_000);
  expect(ended).toMatchObject({ status: 'completed', receipt: { fetched: RECORDS, balanced: true } });
}

/** A run that has begun, and not ended. */
async function underWay(job = 'customers'): Promise<string> {
  const id = await admin.begin(job);
  await admin.untilProcessed(id, 1);
  return id;
}

it('nothing asks while all is well', async () => {
  expect(await type('status')).toMatchObject({ code: 0, out: 'Nothing asks for you.' });
});

it('a webhook whose secret is lost', async () => {
  const { path, id } = await admin.addWebhook('shop', 'customers');
  const sent = await sendWebhook(gatewayUrl, { path, secret: 'lost' }, { id: 'd1', externalId: '1' });
  expect(sent.status).toBe(401);
  const { line, next } = await told('webhook refuses');
  expect(line).toMatch(
    /shop: Deliveries to the webhook of customers are refused: The signature does not fit the body \(since /,
  );
  expect(next).toBe('evenkeel webhooks list shop');
  const { out } = await type('webhooks', 'list', 'shop');
  expect(out).toMatch(
    new RegExp(
      `^customers: deliveries to ${id} are refused since .*: The signature does not fit the body$`,
      'm',
    ),
  );
  expect(out).toMatch(/remedy: See that the provider signs with the secret/);
  const opens = 'webhooks add shop --stream customers --id-path data.id';
  for (const command of [opens, `webhooks remove ${id}`]) {
    expect(out).toContain(`  evenkeel ${command}`);
    expect(await type(...command.split(' '))).toMatchObject({ code: 0 });
  }
  expect((await type('status')).out).toBe('Nothing asks for you.');
});

it('a Postgres that stopped', async () => {
  const id = await underWay();
  const postmaster = postgresPid();
  // First what makes the others: a connection that was opened meanwhile would still be answered.
  process.kill(postmaster, 'SIGSTOP');
  const pids = [postmaster, ...childrenOf(postmaster)];
  for (const pid of pids) process.kill(pid, 'SIGSTOP');
  try {
    const { line, next } = await told('database away');
    expect(line).toMatch(/^database away +The database .*; runs wait until it answers \(since /);
    expect(next).toBe('evenkeel doctor');
    const [doctor, overview] = await Promise.all([type('doctor'), type('engine', 'status')]);
    expect([doctor.code, overview.code]).toEqual([1, 1]);
    expect(overview.out).toMatch(/^database away /m);
    expect(doctor.out).toMatch(/^FAIL +database +The database has not answered within 4 s$/m);
    expect(doctor.out).toMatch(/^ +remedy: Check that Postgres is up, and DATABASE_URL/m);
    expect(doctor.out).not.toContain('All is well.');
  } finally {
    for (const pid of pids) process.kill(pid, 'SIGCONT');
  }
  await endsWhole(id);
  expect((await type('status')).out).toBe('Nothing asks for you.');
});

it('an engine that was killed', async () => {
  const id = await underWay();
  await engine.kill9();
  const seen = await type('status');
  expect(seen.code).toBe(1);
  expect(seen.err).toMatch(
    /^The admin API does not answer at http:\S+ \(.*ECONNREFUSED.*\)\n {2}remedy: Start Evenkeel/,
  );
  engine = startEngine();
  await engine.untilAnswers(`${url}/readyz`);
  await endsWhole(id);
  const { out } = await type('executions', 'show', id);
  expect(out).toMatch(/^status +completed$/m);
  expect((await type('status')).out).toBe('Nothing asks for you.');
});

(isRoot ? it : it.skip)('a disk that is full', async () => {
  const id = await underWay('buyers');
  disk?.fill();
  const { line, next } = await told('disk');
  expect(line).toMatch(/^disk +\S+: Only 0 of 1024 MB are free where the database keeps its data$/);
  expect(next).toMatch(/^df -h \/\S+$/);
  const refuses = await told('database');
  expect(refuses.line).toMatch(
    /^database refuses +The database refuses what it is to do \(.*No space left on device\): free some of the disk .* \([\d,]+ times, since /,
  );
  const doctor = await type('doctor');
  expect(doctor).toMatchObject({ code: 1 });
  expect(doctor.out).toMatch(/^FAIL +disk +\S+: Only 0 of 1024 MB are free/m);
  disk?.free();
  await endsWhole(id);
  expect((await type('status')).out).not.toMatch(/^disk/m);
});

function childrenOf(pid: number): readonly number[] {
  return execFileSync('pgrep', ['-P', String(pid)], { encoding: 'utf8' })
    .trim()
    .split('\n')
    .map(Number);
}

import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Client } from 'pg';
import { EmbeddedPostgres } from './embedded-postgres.js';
import { isAlive } from './living-process.js';
import type { ServerNews } from './server-watch.js';

let dataDir: string;
const started: EmbeddedPostgres[] = [];

// One folder for the whole file: what the next test finds is what a stopped server leaves.
beforeAll(() => {
  dataDir = mkdtempSync(join(tmpdir(), 'evenkeel-embedded-'));
});
afterEach(async () => {
  for (const server of started.splice(0)) await server.stop();
});
afterAll(() => {
  rmSync(dataDir, { recursive: true, force: true });
});

async function start(folder = dataDir, news: Partial<ServerNews> = {}): Promise<EmbeddedPostgres> {
  const server = await EmbeddedPostgres.start({ dataDir: folder, fsync: false, news });
  started.push(server);
  return server;
}

async function ask(url: string, sql: string): Promise<unknown[]> {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query<Record<string, unknown>>(sql)).rows;
  } finally {
    await client.end();
  }
}

async function until(isSo: () => Promise<boolean>): Promise<void> {
  while (!(await isSo().catch(() => false))) await sleep(20);
}

const remembered = () => JSON.parse(readFileSync(join(dataDir, 'server.json'), 'utf8')) as object;
const remember = (pid: number, startedAt?: string) =>
  writeFileSync(
    join(dataDir, 'server.json'),
    JSON.stringify({ ...remembered(), startedBy: { pid, startedAt } }),
  );

it('keeps data, address and password from one start to the next', async () => {
  const first = await start();
  await ask(first.superuserUrl, 'create table kept (value int)');
  await ask(first.superuserUrl, 'insert into kept values (42)');
  await first.stop();
  expect(isAlive(first)).toBe(false);
  const second = await start();
  expect(second.url).toBe(first.url);
  expect(second.psqlLine).toBe(first.psqlLine);
  const reader = second.psqlLine.slice("psql '".length, -1);
  await expect(ask(reader, 'select current_user')).resolves.toEqual([{ current_user: 'evenkeel_reader' }]);
  await expect(ask(reader, 'create temp table t (a int)')).rejects.toThrow('read-only');
  await expect(ask(second.superuserUrl, 'select value from kept')).resolves.toEqual([{ value: 42 }]);
});

it('listens on 127.0.0.1 only and lets nobody in without the password', async () => {
  const { url, superuserUrl } = await start();
  expect(new URL(url).hostname).toBe('127.0.0.1');
  await expect(ask(url, 'show listen_addresses')).resolves.toEqual([{ listen_addresses: '127.0.0.1' }]);
  await expect(ask(superuserUrl, 'show unix_socket_directories')).resolves.toEqual([
    { unix_socket_directories: '' },
  ]);
  const guess = new URL(url);
  guess.password = 'guess';
  await expect(ask(guess.href, 'select 1')).rejects.toThrow('password authentication failed');
});

it('gives the engine a role that may become the owner of the tables, and is nobody special', async () => {
  const { url } = await start();
  await expect(
    ask(
      url,
      `select rolsuper, rolbypassrls, rolcreatedb, pg_has_role('evenkeel_owner', 'SET') as may_migrate
       from pg_roles where rolname = current_user`,
    ),
  ).resolves.toEqual([{ rolsuper: false, rolbypassrls: false, rolcreatedb: false, may_migrate: true }]);
});

it('takes over from a process that was killed and left its server running', async () => {
  const left = await start();
  await ask(left.superuserUrl, 'create table left_over ()');
  // No process has this number.
  remember(2 ** 22 + 1);
  const next = await start();
  expect(isAlive(left)).toBe(false);
  await expect(ask(next.superuserUrl, 'select * from left_over')).resolves.toEqual([]);
});

it('takes over from a process whose number another one has by now', async () => {
  const left = await start();
  remember(process.ppid, '1');
  await start();
  expect(isAlive(left)).toBe(false);
});

it('starts although the lock of a server that is gone names a living process', async () => {
  const first = await start();
  const lock = readFileSync(join(dataDir, 'pgdata', 'postmaster.pid'), 'utf8');
  await first.stop();
  writeFileSync(
    join(dataDir, 'pgdata', 'postmaster.pid'),
    lock.replace(String(first.pid), String(process.pid)),
  );
  const next = await start();
  await expect(ask(next.url, 'select 1 as one')).resolves.toEqual([{ one: 1 }]);
});

it('is started again where it ends by itself, at the same address and with what was committed', async () => {
  const ended: string[] = [];
  const server = await start(dataDir, { ended: (how) => ended.push(how) });
  await ask(server.superuserUrl, 'create table outlived ()');
  // This server does not write at once what is committed.
  await ask(server.superuserUrl, 'checkpoint');
  const before = server.pid;
  process.kill(before, 'SIGKILL');
  await until(async () => server.pid !== before && (await ask(server.superuserUrl, 'select 1')).length === 1);
  await expect(ask(server.superuserUrl, 'select * from outlived')).resolves.toEqual([]);
  expect(ended).toEqual([expect.stringContaining('it ended with SIGKILL')]);
  await server.stop();
  expect(isAlive(server)).toBe(false);
});

it('is given up where it ends again and again, and says why', async () => {
  const gone: Error[] = [];
  const server = await start(dataDir, { gone: (reason) => gone.push(reason) });
  const killed = new Set<number>();
  await until(async () => {
    if (!killed.has(server.pid)) process.kill(server.pid, 'SIGKILL');
    killed.add(server.pid);
    return gone.length > 0;
  });
  expect(killed.size).toBe(6);
  expect(gone).toMatchObject([
    {
      code: 'system.embedded_database',
      message: expect.stringContaining('ended 6 times within ten minutes') as string,
    },
  ]);
});

it('refuses data of another major version before it touches it', async () => {
  await (await start()).stop();
  const file = join(dataDir, 'pgdata', 'PG_VERSION');
  const own = readFileSync(file, 'utf8');
  writeFileSync(file, '15\n');
  await expect(start()).rejects.toMatchObject({
    code: 'config.data_folder_of_other_version',
    message: expect.stringMatching(/made by PostgreSQL 15; this Evenkeel brings PostgreSQL \d+$/) as string,
  });
  writeFileSync(file, own);
});

it('names the file of its passwords where that cannot be read', async () => {
  const file = join(dataDir, 'server.json');
  const own = readFileSync(file, 'utf8');
  writeFileSync(file, '{');
  await expect(start()).rejects.toMatchObject({
    code: 'config.data_folder_unusable',
    message: expect.stringContaining('server.json') as string,
  });
  writeFileSync(file, own);
});

it('refuses a folder that a living process uses, and says which', async () => {
  await start();
  await expect(start()).rejects.toMatchObject({ code: 'config.data_folder_in_use' });
  remember(process.ppid);
  await expect(start()).rejects.toThrow(`Process ${process.ppid} runs`);
});

it('begins anew where setting up was interrupted', async () => {
  rmSync(join(dataDir, 'pgdata', 'global'), { recursive: true });
  writeFileSync(join(dataDir, 'initializing'), '');
  const { url } = await start();
  await expect(ask(url, 'select 1 as one')).resolves.toEqual([{ one: 1 }]);
  expect(existsSync(join(dataDir, 'initializing'))).toBe(false);
});

const asRoot = process.getuid?.() === 0 ? it : it.skip;

asRoot('uses a folder that its user can reach where the wanted one is closed to it', async () => {
  const closed = join(dataDir, 'closed');
  mkdirSync(closed, { mode: 0o700 });
  const server = await start(join(closed, 'data'));
  expect(server.folder).toMatch(/^\/var\/lib\/evenkeel\//);
  await expect(ask(server.url, 'select 1 as one')).resolves.toEqual([{ one: 1 }]);
  await server.stop();
  rmSync(server.folder, { recursive: true });
});

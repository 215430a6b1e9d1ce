import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createPostgres, type Postgres } from '../postgres.js';
import { testDatabase } from '../testing/test-database.js';
import { PostgresWatch } from './postgres-watch.js';

const database = testDatabase();
const backOff = async () => undefined;
const opened: Postgres[] = [];
afterAll(async () => {
  for (const postgres of opened) await postgres.close();
});
function open(options: Partial<Parameters<typeof createPostgres>[0]> = {}): Postgres {
  const postgres = createPostgres({ url: database.url, poolSize: 1, backOff, ...options });
  opened.push(postgres);
  return postgres;
}
const read = (postgres: Postgres) => postgres.store.system.transaction((tx) => tx.now());

it('knows nothing before the first transaction', async () => {
  await expect(open().watch.signs()).resolves.toEqual({
    ...{ awaySince: null, answeredAt: null, refusal: null, disk: null },
  });
});

it('remembers since when the database cannot be reached, until it can', async () => {
  const beganMs = Date.now();
  const watch = new PostgresWatch();
  const away = open({ url: 'postgresql://evenkeel_app:x@127.0.0.1:1/evenkeel' });
  await expect(read(away)).rejects.toMatchObject({ code: 'system.database' });
  const { awaySince } = await away.watch.signs();
  expect(awaySince!.getTime()).toBeGreaterThanOrEqual(beganMs);
  await expect(read(away)).rejects.toMatchObject({ code: 'system.database' });
  expect((await away.watch.signs()).awaySince).toEqual(awaySince);
  watch.failed(Object.assign(new Error('refused'), { code: 'ECONNREFUSED' }));
  expect((await watch.signs()).awaySince).not.toBeNull();
  watch.answered();
  const { awaySince: none, answeredAt } = await watch.signs();
  expect(none).toBeNull();
  expect(answeredAt!.getTime()).toBeGreaterThanOrEqual(beganMs);
});

it('remembers what a read-only database refused, how often and since when, and tells each refusal', async () => {
  const codes: string[] = [];
  const postgres = open({ refused: (code) => codes.push(code) });
  await read(postgres);
  await database.rows(
    `alter role evenkeel_app in database ${nameOf(database.url)} set default_transaction_read_only = on`,
  );
  try {
    const session = open({ refused: (code) => codes.push(code) });
    const hold = () => session.store.system.transaction((tx) => tx.engine.saveControl('paused', 'ada'));
    await expect(hold()).rejects.toMatchObject({ code: 'system.database' });
    await expect(hold()).rejects.toMatchObject({ code: 'system.database' });
    const { refusal, awaySince } = await session.watch.signs();
    expect(refusal).toMatchObject({ code: '25006', count: 2 });
    expect(refusal!.message).toContain('read-only transaction');
    expect(awaySince).toBeNull();
    expect(codes).toEqual(['25006', '25006']);
    // What it can do it does, and is still told for a while: what was refused comes again.
    await read(session);
    expect((await session.watch.signs()).refusal).not.toBeNull();
  } finally {
    await database.rows(`alter role evenkeel_app in database ${nameOf(database.url)} reset all`);
  }
});

it('remembers that the database has no connection left for us', async () => {
  await database.rows(`alter database ${nameOf(database.url)} connection limit 0`);
  try {
    const postgres = open();
    await expect(read(postgres)).rejects.toMatchObject({ code: 'system.database' });
    expect(await postgres.watch.signs()).toMatchObject({ awaySince: null, refusal: { code: '53300' } });
  } finally {
    await database.rows(`alter database ${nameOf(database.url)} connection limit -1`);
  }
});

it('does not take what the work asked for wrongly for a refusal', async () => {
  const postgres = open();
  await expect(postgres.store.system.transaction((tx) => tx.purges.errors(NaN, 1))).rejects.toBeDefined();
  expect(await postgres.watch.signs()).toMatchObject({ awaySince: null, refusal: null });
});

it('tells how much room the disk of a folder has, and nothing of a folder that is gone', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'evenkeel-room-'));
  const { disk } = await open({ folder }).watch.signs();
  expect(disk).toMatchObject({ folder });
  expect(disk!.freeBytes).toBeGreaterThan(0);
  expect(disk!.totalBytes).toBeGreaterThanOrEqual(disk!.freeBytes);
  await rm(folder, { recursive: true });
  expect((await open({ folder }).watch.signs()).disk).toBeNull();
});

function nameOf(url: string): string {
  return new URL(url).pathname.slice(1);
}

import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Client } from 'pg';
import { createPostgres } from '../postgres.js';
import { sharedServer } from '../testing/shared-server.js';
import { MIGRATIONS_FOLDER, sqlMigrations } from './sql-migrations.js';

const files = readdirSync(MIGRATIONS_FOLDER).sort();

async function ask(url: string, ...statements: string[]): Promise<Record<string, unknown>[]> {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    let rows: Record<string, unknown>[] = [];
    for (const sql of statements) ({ rows } = await client.query<Record<string, unknown>>(sql));
    return rows;
  } finally {
    await client.end();
  }
}

describe('on a database of somebody else', () => {
  const name = `plain_${process.pid}`;
  let url: string;
  let superuserUrl: string;
  beforeAll(async () => {
    ({ superuserUrl } = await sharedServer());
    // An ordinary owner, as a team's own Postgres has, who cannot become anybody else.
    await ask(superuserUrl, `create role ${name} login password 'plain'`);
    await ask(superuserUrl, `create database ${name} owner ${name}`);
    const { host } = new URL(superuserUrl);
    url = `postgresql://${name}:plain@${host}/${name}`;
  });
  afterAll(async () => {
    await ask(superuserUrl, `drop database ${name} with (force)`);
    await ask(superuserUrl, `drop role ${name}`);
  });

  it('runs each migration once, although several processes start together', async () => {
    const starters = Array.from({ length: 4 }, () => createPostgres({ url, poolSize: 2 }));
    await Promise.all(starters.map((starter) => starter.migrate()));
    await Promise.all(starters.map((starter) => starter.close()));
    const rows = await ask(url, 'select name from evenkeel.schema_migration order by id');
    expect(rows.map((row) => row['name'])).toEqual(
      files.map((file) => {
        const [, number, words] = /^(\d+)-(.*)\.sql$/.exec(file) ?? [];
        return `${words}-${number!.padStart(13, '0')}`;
      }),
    );
  });

  it('does nothing when all has been done', async () => {
    const postgres = createPostgres({ url });
    await postgres.migrate();
    await expect(postgres.health()).resolves.toMatchObject({ outboxRows: 0 });
    await postgres.close();
  });
});

it('says so where the database is away', async () => {
  const postgres = createPostgres({ url: 'postgresql://evenkeel_app:x@127.0.0.1:1/evenkeel' });
  await expect(postgres.migrate()).rejects.toMatchObject({ code: 'system.database' });
});

describe('a migration file', () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'evenkeel-migrations-'));
  });
  afterEach(() => {
    rmSync(folder, { recursive: true });
  });

  it.each([
    '-- breaking: the old release cannot read these rows\n',
    '-- safe while the previous release runs\n',
  ])('starts with what it means for the previous release: %s', (line) => {
    writeFileSync(join(folder, '0001-first.sql'), `${line}select 1;`);
    expect(sqlMigrations(folder)).toHaveLength(1);
  });

  it('is refused without that line, or without a number', () => {
    writeFileSync(join(folder, '0001-first.sql'), 'select 1;');
    expect(() => sqlMigrations(folder)).toThrow('must start with');
    rmSync(join(folder, '0001-first.sql'));
    writeFileSync(join(folder, 'first.sql'), '-- safe while the previous release runs\n');
    expect(() => sqlMigrations(folder)).toThrow('is not named like');
  });
});

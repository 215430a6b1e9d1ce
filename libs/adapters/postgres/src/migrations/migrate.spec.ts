import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createPostgres } from '../postgres.js';
import { ask, startPlainDatabase, type PlainDatabase } from '../testing/plain-database.js';
import { MIGRATIONS_FOLDER, sqlMigrations } from './sql-migrations.js';

const files = readdirSync(MIGRATIONS_FOLDER).sort();

describe('on a database of somebody else', () => {
  let database: PlainDatabase;
  let url: string;
  beforeAll(async () => {
    database = await startPlainDatabase('plain');
    url = database.url;
  });
  afterAll(() => database.drop());

  it('runs each migration once, although several processes start together', async () => {
    const starters = Array.from({ length: 4 }, () => createPostgres({ url, poolSize: 2 }));
    await Promise.all(starters.map((starter) => starter.migrate()));
    await Promise.all(starters.map((starter) => starter.close()));
    const rows = await ask<{ name: string }>(url, 'select name from evenkeel.schema_migration order by id');
    expect(rows.map(({ name }) => name)).toEqual(
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

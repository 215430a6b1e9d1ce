import { Client } from 'pg';
import { DATABASE } from '../embedded/roles.js';
import { createPostgres, type Postgres, type PostgresOptions } from '../postgres.js';
import { sharedServer } from './shared-server.js';

/** A database of its own, with all migrations and no rows, on the server that this test run shares. */
export interface TestDatabase {
  readonly url: string;
  /** The same as the superuser of the server: for looking at what the engine may not see. */
  readonly superuserUrl: string;
  drop(): Promise<void>;
}

let clones = 0;

export async function startTestDatabase(): Promise<TestDatabase> {
  const { superuserUrl, appUrl } = await sharedServer();
  const name = `test_${process.pid}_${Date.now().toString(36)}_${++clones}`;
  await asSuperuser(superuserUrl, `create database ${name} template ${DATABASE}`);
  return {
    url: inDatabase(appUrl, name),
    superuserUrl: inDatabase(superuserUrl, name),
    drop: () => asSuperuser(superuserUrl, `drop database if exists ${name} with (force)`),
  };
}

/** For a spec file: `const database = testDatabase();` at its top, then `database.postgres.store` within its tests. */
export interface SpecDatabase {
  readonly url: string;
  readonly superuserUrl: string;
  readonly postgres: Postgres;
}

/** Makes a database before the tests of the file (or describe block) and drops it after them. */
export function testDatabase(options: Omit<PostgresOptions, 'url'> = {}): SpecDatabase {
  let current: (TestDatabase & { postgres: Postgres }) | undefined;
  beforeAll(async () => {
    const database = await startTestDatabase();
    current = { ...database, postgres: createPostgres({ ...options, url: database.url }) };
  }, 90_000);
  afterAll(async () => {
    await current?.postgres.close();
    await current?.drop();
  });
  const started = () => {
    if (current === undefined) throw new Error('The test database exists within tests and their hooks only');
    return current;
  };
  return {
    get url() {
      return started().url;
    },
    get superuserUrl() {
      return started().superuserUrl;
    },
    get postgres() {
      return started().postgres;
    },
  };
}

function inDatabase(url: string, database: string): string {
  const changed = new URL(url);
  changed.pathname = `/${database}`;
  return changed.href;
}

async function asSuperuser(url: string, sql: string): Promise<void> {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    await client.query(sql);
  } finally {
    await client.end();
  }
}

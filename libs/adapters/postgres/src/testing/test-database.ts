import { DEFAULT_TENANT } from '@evenkeel/domain';
import type { SystemTransaction, Transaction, Transactions } from '@evenkeel/ports';
import { SCHEMA } from '../database/database.js';
import { DATABASE, OWNER_ROLE } from '../embedded/roles.js';
import { createPostgres, type Postgres, type PostgresOptions } from '../postgres.js';
import { ask } from './plain-database.js';
import { sharedServer } from './shared-server.js';

/** A database of its own, with all migrations and no rows, on the server that this test run shares. */
export interface TestDatabase {
  readonly url: string;
  /** The same as the superuser of the server: for looking at what the engine may not see. */
  readonly superuserUrl: string;
  drop(): Promise<void>;
}

// Reference sets stay: a process remembers their numbers, and without references they say nothing.
// Deletes: tables of tests are small, and a truncate makes new files for each of them and its indexes.
const EMPTY_ALL_TABLES = `
  do $$ declare t text; begin
    set local session_replication_role = replica;
    set local evenkeel.engine = 'on';
    for t in select tablename from pg_tables
      where schemaname = '${SCHEMA}' and tablename not in ('tenant', 'schema_migration', 'reference_set')
    loop execute format('delete from ${SCHEMA}.%I', t); end loop;
  end $$`;

let clones = 0;

export async function startTestDatabase(): Promise<TestDatabase> {
  const { superuserUrl, appUrl } = await sharedServer();
  const name = `test_${process.pid}_${Date.now().toString(36)}_${++clones}`;
  await ask(superuserUrl, `create database ${name} template ${DATABASE} owner ${OWNER_ROLE}`);
  return {
    url: inDatabase(appUrl, name),
    superuserUrl: inDatabase(superuserUrl, name),
    drop: async () => void (await ask(superuserUrl, `drop database if exists ${name} with (force)`)),
  };
}

/** For a spec file: `const database = testDatabase();` at its top, then `database.tenant` within its tests. */
export interface SpecDatabase {
  readonly url: string;
  readonly superuserUrl: string;
  readonly postgres: Postgres;
  /** Units of work of the default tenant. */
  readonly tenant: Transactions<Transaction>;
  readonly system: Transactions<SystemTransaction>;
  /** Asks as the superuser: for looking past the engine, and for tampering. */
  rows<Row extends object>(sql: string, values?: readonly unknown[]): Promise<Row[]>;
  /** Empties every table, for files whose tests must not see each other's rows. Gives `postgres`. */
  reset(): Promise<Postgres>;
}

/** Makes a database before the tests of the file (or describe block) and drops it after them. */
export function testDatabase(options: Omit<PostgresOptions, 'url'> = {}): SpecDatabase {
  return duringTests(
    async () => {
      const database = await startTestDatabase();
      return { ...database, postgres: createPostgres({ ...options, url: database.url }) };
    },
    ({ superuserUrl }) => ask(superuserUrl, EMPTY_ALL_TABLES),
  );
}

/** A database that is there during the tests of a file. `empty` empties its tables. */
export function duringTests(
  start: () => Promise<TestDatabase & { readonly postgres: Postgres }>,
  empty: (database: TestDatabase) => Promise<unknown>,
): SpecDatabase {
  let current: (TestDatabase & { readonly postgres: Postgres }) | undefined;
  beforeAll(async () => {
    current = await start();
  }, 90_000);
  afterAll(async () => {
    await current?.postgres.close();
    await current?.drop();
  });
  const started = () => {
    if (current === undefined) throw new Error('The test database exists within tests and their hooks only');
    return current;
  };
  const reset = async () => {
    await empty(started());
    return started().postgres;
  };
  return {
    reset,
    rows: <Row extends object>(sql: string, values: readonly unknown[] = []) =>
      ask<Row>(started().superuserUrl, sql, values),
    get url() {
      return started().url;
    },
    get superuserUrl() {
      return started().superuserUrl;
    },
    get postgres() {
      return started().postgres;
    },
    get tenant() {
      return started().postgres.store.of(DEFAULT_TENANT);
    },
    get system() {
      return started().postgres.store.system;
    },
  };
}

function inDatabase(url: string, database: string): string {
  const changed = new URL(url);
  changed.pathname = `/${database}`;
  return changed.href;
}

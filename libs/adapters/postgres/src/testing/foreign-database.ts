import { DEFAULT_TENANT } from '@evenkeel/domain';
import { createPostgres, type Postgres, type PostgresOptions } from '../postgres.js';
import { ask, startPlainDatabase, type PlainDatabase } from './plain-database.js';
import type { SpecDatabase } from './test-database.js';

let foreigners = 0;

/** As `testDatabase`, in a Postgres of a team of its own: one role owns the tables, is the engine, and is what `rows` asks as. */
export function foreignDatabase(options: Omit<PostgresOptions, 'url'> = {}): SpecDatabase {
  let current: (PlainDatabase & { postgres: Postgres }) | undefined;
  beforeAll(async () => {
    foreigners += 1;
    const database = await startPlainDatabase(`foreign_${foreigners}`);
    const postgres = createPostgres({ ...options, url: database.url });
    await postgres.migrate();
    current = { ...database, postgres };
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
    reset: () => Promise.reject(new Error('A foreign database is not emptied')),
    rows: (sql, values = []) => ask(started().url, sql, values),
    get url() {
      return started().url;
    },
    get superuserUrl() {
      return started().url;
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

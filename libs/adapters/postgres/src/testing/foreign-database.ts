import { createPostgres, type PostgresOptions } from '../postgres.js';
import { startPlainDatabase } from './plain-database.js';
import { duringTests, type SpecDatabase } from './test-database.js';

let foreigners = 0;

/** As `testDatabase`, in a Postgres of a team of its own: one role owns the tables, is the engine, and is what `rows` asks as. */
export function foreignDatabase(options: Omit<PostgresOptions, 'url'> = {}): SpecDatabase {
  return duringTests(
    async () => {
      foreigners += 1;
      const { url, drop } = await startPlainDatabase(`foreign_${foreigners}`);
      const postgres = createPostgres({ ...options, url });
      await postgres.migrate();
      return { url, superuserUrl: url, drop, postgres };
    },
    () => Promise.reject(new Error('A foreign database is not emptied')),
  );
}

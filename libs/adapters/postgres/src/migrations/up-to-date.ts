import { Client } from 'pg';
import { CONNECT_WITHIN_MS, sessionOptions } from '../database/database.js';
import { sqlMigrations } from './sql-migrations.js';

export const MIGRATIONS_TABLE = 'schema_migration';

/**
 * Whether every migration of this release is recorded. False also where no record can be read: then the runner finds out
 * why. Rejects with the driver's own error when the database does not answer.
 */
export async function isUpToDate(url: string): Promise<boolean> {
  const client = new Client({
    connectionString: url,
    connectionTimeoutMillis: CONNECT_WITHIN_MS,
    options: sessionOptions(),
  });
  await client.connect();
  try {
    const { rows } = await client.query<{ name: string }>(`select name from ${MIGRATIONS_TABLE}`);
    const recorded = new Set(rows.map(({ name }) => name));
    return sqlMigrations().every((Migration) => recorded.has(new Migration().name ?? ''));
  } catch {
    return false;
  } finally {
    await client.end().catch(() => undefined);
  }
}

import { DataSource, type DataSourceOptions } from 'typeorm';
import {
  APPLICATION_NAME,
  CONNECT_WITHIN_MS,
  SCHEMA,
  sessionOptions,
  type DatabaseOptions,
} from '../database/database.js';
import { OWNER_ROLE } from '../embedded/roles.js';
import { sqlMigrations } from './sql-migrations.js';
import { MIGRATIONS_TABLE } from './up-to-date.js';

/** Any number that no other application of the same database uses; "evenkeel" in ASCII. */
const MIGRATION_LOCK = '7311146945033430380';

/** Brings the schema up to date. Any number of processes may call it at once: one works, the others wait. */
export async function migrate(options: DatabaseOptions, migrations = sqlMigrations()): Promise<void> {
  const role = await ownerRoleOf(options);
  const source = new DataSource({
    // One connection for the lock, one for the work.
    ...dataSourceOptions({ ...options, poolSize: 2 }, role === undefined ? {} : { role }),
    migrations,
    migrationsTableName: MIGRATIONS_TABLE,
    migrationsTransactionMode: 'each',
    schema: SCHEMA,
  } as ConstructorParameters<typeof DataSource>[0]);
  await source.initialize();
  try {
    await runUnderLock(source);
  } finally {
    await source.destroy();
  }
}

async function runUnderLock(source: DataSource): Promise<void> {
  const holder = source.createQueryRunner();
  try {
    await holder.query(`select pg_advisory_lock(${MIGRATION_LOCK})`);
    // Looked for first: where an administrator made it for us, we may have no right to create schemas.
    const found = await holder.query('select 1 from pg_namespace where nspname = $1', [SCHEMA], true);
    if (found.records.length === 0) await holder.query(`create schema ${SCHEMA}`);
    await source.runMigrations();
    await holder.query(`select pg_advisory_unlock(${MIGRATION_LOCK})`);
  } finally {
    await holder.release();
  }
}

/** Tables belong to an owner who is not the engine, where the database was set up so: ours is. */
async function ownerRoleOf(options: DatabaseOptions): Promise<string | undefined> {
  const source = await new DataSource(dataSourceOptions({ ...options, poolSize: 1 })).initialize();
  try {
    const rows: unknown[] = await source.query(
      `select 1 from pg_roles where rolname = $1 and pg_has_role(current_user, oid, 'MEMBER')`,
      [OWNER_ROLE],
    );
    return rows.length > 0 ? OWNER_ROLE : undefined;
  } finally {
    await source.destroy();
  }
}

function dataSourceOptions(
  { url, poolSize = 10, log }: DatabaseOptions,
  settings: Readonly<Record<string, string>> = {},
): DataSourceOptions {
  return {
    type: 'postgres',
    url,
    poolSize,
    connectTimeoutMS: CONNECT_WITHIN_MS,
    applicationName: APPLICATION_NAME,
    installExtensions: false,
    logging: false,
    poolErrorHandler: (error: Error) => log?.warn('idle database connection lost', { error: error.message }),
    extra: { options: sessionOptions(settings) },
  };
}

import { DataSource } from 'typeorm';
import { dataSourceOptions, SCHEMA, type DatabaseOptions } from '../database/database.js';
import { OWNER_ROLE } from '../embedded/roles.js';
import { sqlMigrations } from './sql-migrations.js';

/** Any number that nobody else in the same database uses; "evenkeel" in ASCII. */
const MIGRATION_LOCK = '7311146945033430380';

/** Brings the schema up to date. Any number of processes may call it at once: one works, the others wait. */
export async function migrate(options: DatabaseOptions, migrations = sqlMigrations()): Promise<void> {
  const role = await ownerRoleOf(options);
  const source = new DataSource({
    // One connection for the lock, one for the work.
    ...dataSourceOptions({ ...options, poolSize: 2 }, role === undefined ? {} : { role }),
    migrations,
    migrationsTableName: 'schema_migration',
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
    // Looked for first: where somebody else made it for us, we may have no right to create schemas.
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

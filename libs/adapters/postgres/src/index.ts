export { type EmbeddedOptions, EmbeddedPostgres } from './embedded/embedded-postgres.js';
export type { ServerNews } from './embedded/server-watch.js';
export { createPostgres, type Postgres, type PostgresOptions } from './postgres.js';
export { type DatabaseHealth, measureHealth } from './measurements.js';
export { type AllJobFigures, type JobDurations, type JobFigures } from './job-measurements.js';
export type { DatabaseErrorKind } from './database/database-error.js';
export type { SessionIdentity, StatementGate } from './database/session.js';
export type { TransactorOptions } from './database/transactor.js';
export { dumpSchema } from './schema/dump-schema.js';

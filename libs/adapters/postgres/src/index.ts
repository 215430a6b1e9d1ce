export * from './embedded/embedded-postgres.js';
export * from './postgres.js';
export * from './measurements.js';
export type { DatabaseErrorKind } from './database/database-error.js';
export type { SessionIdentity, StatementGate } from './database/session.js';
export type { TransactorOptions } from './database/transactor.js';
export * from './schema/dump-schema.js';

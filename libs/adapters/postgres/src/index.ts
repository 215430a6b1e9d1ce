export * from './embedded/embedded-postgres.js';
export * from './postgres.js';
export * from './measurements.js';
export type { DatabaseErrorKind } from './connection/database-error.js';
export type { SessionIdentity, StatementGate } from './connection/session.js';
export type { TransactorOptions } from './connection/transactor.js';
export * from './schema/dump-schema.js';

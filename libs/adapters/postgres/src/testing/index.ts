export { ask, type PlainDatabase, startPlainDatabase } from './plain-database.js';
export { foreignDatabase } from './foreign-database.js';
export { type SpecDatabase, startTestDatabase, testDatabase, type TestDatabase } from './test-database.js';
export { ERASED_TABLES } from './erased-tables.js';
export { packSeen, unpackSeen } from '../page/seen-codec.js';

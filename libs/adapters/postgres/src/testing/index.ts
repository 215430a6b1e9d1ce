export * from './test-database.js';
export { packSeen, unpackSeen } from '../page/seen-codec.js';

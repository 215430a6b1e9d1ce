export * from './undici-http-callers.js';
export * from './http-limits.js';
export type { TokenKeeping } from './tokens/connection-tokens.js';
export { ADDRESS_RULES, type AddressRule } from './address-guard.js';

export { HttpModelCaller } from './models/http-model-caller.js';
export { UndiciHttpCallers, type HttpSurroundings } from './undici-http-callers.js';
export type { BreakerPolicy, HttpLimits } from './http-limits.js';
export type { TokenKeeping } from './tokens/connection-tokens.js';
export { ADDRESS_RULES, AddressGuard, type AddressRule } from './address-guard.js';

export * from './undici-http-callers.js';
export * from './http-limits.js';

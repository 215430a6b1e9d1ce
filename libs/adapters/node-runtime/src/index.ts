export * from './system-clock.js';
export * from './node-timers.js';
export * from './uuid-ids.js';
export * from './math-random.js';
export * from './sha256-digest.js';
export * from './node-hmac.js';

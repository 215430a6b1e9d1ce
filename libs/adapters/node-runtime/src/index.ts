export { SystemClock } from './system-clock.js';
export { NodeTimers } from './node-timers.js';
export { UuidIds } from './uuid-ids.js';
export { MathRandom } from './math-random.js';
export { Sha256Digest } from './sha256-digest.js';
export { NodeHmac } from './node-hmac.js';
export { AsyncAuditScope } from './async-audit-scope.js';
export { NoTracing } from './no-tracing.js';

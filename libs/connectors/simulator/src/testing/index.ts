export { GuardedCallers } from './guarded-callers.js';
export { simulatedConformance, TOKEN } from './simulated-conformance.js';

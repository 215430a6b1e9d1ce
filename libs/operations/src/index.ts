export { acceptTrigger, acceptTriggers } from './accept-trigger.js';
export { abandonChunks, endExecution } from './end-execution.js';
export { ExecutionMetrics } from './execution-metrics.js';

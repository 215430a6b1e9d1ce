export { acceptTrigger, acceptTriggers } from './accept-trigger.js';
export { attemptEach } from './attempt-each.js';
export { addChunks } from './add-chunks.js';
export { ConnectorContexts, type OpenedCredentials } from './connector-contexts.js';
export { abandonChunks, endExecution, failAtOnce } from './end-execution.js';
export { ExecutionMetrics } from './execution-metrics.js';
export { handOutChunks, tellOfChunks } from './hand-out-chunks.js';
export { loadExecution, loadPinned, type LoadedExecution } from './load-execution.js';

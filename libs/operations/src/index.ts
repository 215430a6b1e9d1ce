export { acceptTrigger, acceptTriggers } from './accept-trigger.js';
export { attemptEach } from './attempt-each.js';
export { addChunks } from './add-chunks.js';
export { ConnectorSessions, type SealedConnection } from './connector-sessions.js';
export { CredentialSafe } from './credential-safe.js';
export { abandonChunks, endExecution, failAtOnce } from './end-execution.js';
export { ExecutionMetrics } from './execution-metrics.js';
export { handOutChunks, tellOfChunks } from './hand-out-chunks.js';
export { loadExecution, loadPinned, type LoadedExecution } from './load-execution.js';

export * from './simulator-connector.js';
export * from './provider/simulator-provider.js';
export * from './provider/provider-options.js';
export * from './provider/control.js';
export * from './provider/provider-stats.js';
export { FAULTS, parseFaults, type FaultName, type FaultRule } from './provider/fault-rule.js';
export { SIMULATED_STREAMS, type SimulatedStream } from './provider/data-set.js';

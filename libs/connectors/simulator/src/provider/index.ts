export { SimulatorProvider } from './simulator-provider.js';
export type { ProviderOptions } from './provider-options.js';
export type { ControlRequest } from './control.js';
export type { ProviderStats } from './provider-stats.js';
export { FAULTS, parseFaults, type FaultName, type FaultRule } from './fault-rule.js';
export { SIMULATED_STREAMS, type SimulatedStream } from './simulated-stream.js';

export const SIMULATED_STREAMS = ['customers', 'devices', 'invoices'] as const;
export type SimulatedStream = (typeof SIMULATED_STREAMS)[number];

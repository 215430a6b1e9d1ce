import type { Engine } from '../kit/installation.js';
import type { TraceReceiver } from '../kit/trace-receiver.js';

/** What stories share. */
export interface SharedEngine extends Engine {
  readonly traces: TraceReceiver;
}

/**
 * Declares the tests of one journey on an engine that it shares with others, one after the other. It brings a provider,
 * jobs and record types of its own, looks at nothing but these, and leaves one replica of each service running.
 */
export type Story = (engine: () => SharedEngine) => void;

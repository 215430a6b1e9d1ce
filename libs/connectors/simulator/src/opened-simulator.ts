import type { Clock, HttpCall, JsonAnswer } from '@evenkeel/ports';
import type { SimulatorSettings } from './simulator-settings.js';

/** A connection whose settings are read, and how its provider is asked. */
export interface OpenedSimulator {
  readonly settings: SimulatorSettings;
  readonly ask: (path: string) => Promise<JsonAnswer>;
  /** Makes a call that writes, once. */
  readonly call: (path: string, call: Omit<HttpCall, 'url' | 'once'>) => Promise<JsonAnswer>;
  readonly clock: Clock;
}

import type { CounterName, GaugeName, HistogramName } from './metrics/metrics.js';

export type Labels = Readonly<Record<string, string>>;

export interface Counter {
  add(amount: number, labels?: Labels): void;
}
export interface Gauge {
  set(value: number, labels?: Labels): void;
  /** Forgets what was set under any labels, so that what is gone is not shown for ever. */
  clear(): void;
}
export interface Histogram {
  observe(value: number, labels?: Labels): void;
}

/**
 * Makes the instruments that a service shows at `/metrics`, each by its name in the table of metrics; asking twice for one name gives
 * the same instrument.
 */
export abstract class Meter {
  abstract counter(name: CounterName): Counter;
  abstract gauge(name: GaugeName): Gauge;
  abstract histogram(name: HistogramName): Histogram;
}

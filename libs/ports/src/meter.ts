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

export interface InstrumentSpec {
  /** With the unit as suffix, `evenkeel_` is put before it. */
  readonly name: string;
  readonly help: string;
  readonly labels?: readonly string[];
}

/** Makes the instruments that a service shows at `/metrics`; asking twice for one name gives the same instrument. */
export abstract class Meter {
  abstract counter(spec: InstrumentSpec): Counter;
  abstract gauge(spec: InstrumentSpec): Gauge;
  abstract histogram(spec: InstrumentSpec & { readonly buckets: readonly number[] }): Histogram;
}

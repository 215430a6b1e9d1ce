import {
  Meter,
  type Counter,
  type Gauge,
  type Histogram,
  type CounterName,
  type HistogramName,
  type Labels,
} from '@evenkeel/ports';

/** Keeps what was counted, by name and labels. */
export class CountingMeter extends Meter {
  readonly counted: { readonly name: string; readonly labels: Labels }[] = [];

  counter(name: CounterName): Counter {
    return { add: (_amount, labels = {}) => void this.counted.push({ name, labels }) };
  }
  gauge(): Gauge {
    return { set: () => undefined, clear: () => undefined };
  }
  histogram(name: HistogramName): Histogram {
    return { observe: (_value, labels = {}) => void this.counted.push({ name, labels }) };
  }
}

/** How values of series beyond the cap become the one value of the series `other`. */
export type Folding = 'sum' | 'max';

interface Described {
  /** With what the value is of and its base unit; shown at `/metrics` and in `docs/metrics.md`. */
  readonly help: string;
  /** Labels whose values the code knows: a status, an error class, one of our topics. */
  readonly labels: readonly string[];
  /** Labels that name what users make, a job or a connection: beyond a cap their series are folded into `other`. */
  readonly subjects: readonly string[];
}
export interface CounterMetric extends Described {
  readonly type: 'counter';
}
export interface GaugeMetric extends Described {
  readonly type: 'gauge';
  readonly folding: Folding;
}
export interface HistogramMetric extends Described {
  readonly type: 'histogram';
  readonly buckets: readonly number[];
}
export type Metric = CounterMetric | GaugeMetric | HistogramMetric;

type Labelled = Partial<Pick<Described, 'labels' | 'subjects'>>;

export function counter(help: string, { labels = [], subjects = [] }: Labelled = {}): CounterMetric {
  return { type: 'counter', help, labels, subjects };
}

export function gauge(
  help: string,
  { labels = [], subjects = [], folding = 'sum' }: Labelled & { readonly folding?: Folding } = {},
): GaugeMetric {
  return { type: 'gauge', help, labels, subjects, folding };
}

export function histogram(
  help: string,
  buckets: readonly number[],
  { labels = [], subjects = [] }: Labelled = {},
): HistogramMetric {
  return { type: 'histogram', help, labels, subjects, buckets };
}

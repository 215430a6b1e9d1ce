import {
  collectDefaultMetrics,
  Counter as PromCounter,
  Gauge as PromGauge,
  Histogram as PromHistogram,
  Registry,
} from 'prom-client';
import {
  Meter,
  METRICS,
  type Counter,
  type CounterName,
  type Gauge,
  type GaugeName,
  type Histogram,
  type HistogramName,
  type Labels,
  type Metric,
  type MetricName,
} from '@evenkeel/ports';
import { FoldedValues } from './folded-values.js';
import { SubjectCap } from './subject-cap.js';

const PREFIX = 'evenkeel_';

/** Jobs, connections or topics that have series of their own. */
export const DEFAULT_MOST_SUBJECTS = 500;

/** Gauges of the library that end in `_total`, as by the conventions only counters may; `nodejs_active_resources` has the same by type. */
const MISNAMED = [
  'nodejs_active_handles_total',
  'nodejs_active_requests_total',
  'nodejs_active_resources_total',
];

interface Shown {
  readonly registry: Registry;
  readonly mostSubjects: number;
  readonly caps: Map<MetricName, SubjectCap>;
  readonly folded: Map<GaugeName, FoldedValues>;
}

/**
 * Prometheus instruments named `evenkeel_<name>`, each with a `service` label, so that services in one process show the
 * same instruments as services apart. Node's own figures keep their usual names (`process_...`, `nodejs_...`).
 */
export class PromMeter extends Meter {
  private constructor(
    private readonly shown: Shown,
    private readonly service: string,
  ) {
    super();
  }

  static start(process: string, mostSubjects = DEFAULT_MOST_SUBJECTS): PromMeter {
    const registry = new Registry();
    registry.setDefaultLabels({ service: process });
    return new PromMeter({ registry, mostSubjects, caps: new Map(), folded: new Map() }, process);
  }

  /** The same instruments, counting for another service of this process. */
  forService(service: string): PromMeter {
    return new PromMeter(this.shown, service);
  }

  /** Adds memory, CPU, event loop and garbage collection of this process. */
  collectProcess(): void {
    const { registry } = this.shown;
    collectDefaultMetrics({ register: registry });
    for (const name of MISNAMED) registry.removeSingleMetric(name);
  }

  /** In the Prometheus text format. */
  async text(): Promise<{ readonly contentType: string; readonly body: string }> {
    const { registry } = this.shown;
    return { contentType: registry.contentType, body: await registry.metrics() };
  }

  counter(name: CounterName): Counter {
    const counter = this.existing<PromCounter>(name) ?? new PromCounter(this.configured(name));
    // A series that is not there yet has no rate: its first count would not be seen.
    if (hasOneSeries(name)) counter.inc({ service: this.service }, 0);
    return { add: (amount, labels) => counter.inc(this.place(name, labels).shown, amount) };
  }

  gauge(name: GaugeName): Gauge {
    const folded = this.foldedOf(name);
    const gauge =
      this.existing<PromGauge>(name) ??
      new PromGauge({
        ...this.configured(name),
        collect() {
          for (const { labels, value } of folded.fold()) this.set(labels, value);
        },
      });
    return {
      set: (value, labels) => {
        const { shown, folded: key } = this.place(name, labels);
        if (key === null) gauge.set(shown, value);
        else folded.set(shown, key, value);
      },
      clear: () => {
        gauge.reset();
        folded.clear();
        this.capOf(name).forget();
      },
    };
  }

  histogram(name: HistogramName): Histogram {
    const buckets = [...METRICS[name].buckets];
    const histogram =
      this.existing<PromHistogram>(name) ?? new PromHistogram({ ...this.configured(name), buckets });
    if (hasOneSeries(name)) histogram.zero({ service: this.service });
    return { observe: (value, labels) => histogram.observe(this.place(name, labels).shown, value) };
  }

  private existing<T>(name: MetricName): T | undefined {
    return this.shown.registry.getSingleMetric(PREFIX + name) as T | undefined;
  }

  private configured(name: MetricName) {
    const { help, labels, subjects }: Metric = METRICS[name];
    return {
      name: PREFIX + name,
      help,
      labelNames: [...new Set(['service', ...subjects, ...labels])],
      registers: [this.shown.registry],
    };
  }

  private place(name: MetricName, labels: Labels = {}) {
    return this.capOf(name).place({ service: this.service, ...labels });
  }

  private capOf(name: MetricName): SubjectCap {
    const { caps, mostSubjects } = this.shown;
    const cap = caps.get(name) ?? new SubjectCap(METRICS[name].subjects, mostSubjects);
    caps.set(name, cap);
    return cap;
  }

  private foldedOf(name: GaugeName): FoldedValues {
    const { folded } = this.shown;
    const found = folded.get(name) ?? new FoldedValues(METRICS[name].folding);
    folded.set(name, found);
    return found;
  }
}

function hasOneSeries(name: MetricName): boolean {
  const { labels, subjects }: Metric = METRICS[name];
  return labels.length === 0 && subjects.length === 0;
}

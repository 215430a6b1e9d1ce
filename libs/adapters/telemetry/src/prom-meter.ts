import {
  collectDefaultMetrics,
  Counter as PromCounter,
  Gauge as PromGauge,
  Histogram as PromHistogram,
  Registry,
} from 'prom-client';
import {
  Meter,
  type Counter,
  type Gauge,
  type Histogram,
  type InstrumentSpec,
  type Labels,
} from '@evenkeel/ports';

const PREFIX = 'evenkeel_';

/**
 * Prometheus instruments named `evenkeel_<name>`, each with a `service` label, so that services in one process show the
 * same instruments as services apart. Node's own figures keep their usual names (`process_...`, `nodejs_...`).
 */
export class PromMeter extends Meter {
  private constructor(
    private readonly registry: Registry,
    private readonly service: string,
  ) {
    super();
  }

  static start(process: string): PromMeter {
    const registry = new Registry();
    registry.setDefaultLabels({ service: process });
    return new PromMeter(registry, process);
  }

  /** The same instruments, counting for another service of this process. */
  forService(service: string): PromMeter {
    return new PromMeter(this.registry, service);
  }

  /** Adds memory, CPU, event loop and garbage collection of this process. */
  collectProcess(): void {
    collectDefaultMetrics({ register: this.registry });
  }

  /** In the Prometheus text format. */
  async text(): Promise<{ readonly contentType: string; readonly body: string }> {
    return { contentType: this.registry.contentType, body: await this.registry.metrics() };
  }

  counter(spec: InstrumentSpec): Counter {
    const counter = this.existing<PromCounter>(spec) ?? new PromCounter(this.configured(spec));
    return { add: (amount, labels) => counter.inc(this.labelled(labels), amount) };
  }

  gauge(spec: InstrumentSpec): Gauge {
    const gauge = this.existing<PromGauge>(spec) ?? new PromGauge(this.configured(spec));
    return {
      set: (value, labels) => gauge.set(this.labelled(labels), value),
      clear: () => gauge.reset(),
    };
  }

  histogram(spec: InstrumentSpec & { readonly buckets: readonly number[] }): Histogram {
    const histogram =
      this.existing<PromHistogram>(spec) ??
      new PromHistogram({ ...this.configured(spec), buckets: [...spec.buckets] });
    return { observe: (value, labels) => histogram.observe(this.labelled(labels), value) };
  }

  private existing<T>(spec: InstrumentSpec): T | undefined {
    return this.registry.getSingleMetric(PREFIX + spec.name) as T | undefined;
  }

  private configured(spec: InstrumentSpec) {
    return {
      name: PREFIX + spec.name,
      help: spec.help,
      labelNames: ['service', ...(spec.labels ?? [])],
      registers: [this.registry],
    };
  }

  private labelled(labels: Labels | undefined): Record<string, string> {
    return { service: this.service, ...labels };
  }
}

import { METRICS, type Metric, type MetricName } from '@evenkeel/ports';

const PREFIX = 'evenkeel_';

/** Series of our own that a PromQL expression names, as they are shown at `/metrics`. */
export function seriesOfQuery(expr: string): readonly string[] {
  return [...new Set(expr.match(/\bevenkeel_[a-z0-9_]+/g) ?? [])];
}

/** The metric that shows a series; undefined: none does. A histogram shows three. */
export function metricOfSeries(series: string): MetricName | undefined {
  const name = series.slice(PREFIX.length);
  if (name in METRICS) {
    const { type }: Metric = METRICS[name as MetricName];
    return type === 'histogram' ? undefined : (name as MetricName);
  }
  const [, base = '', part] = /^(.*)_(bucket|sum|count)$/.exec(name) ?? [];
  if (part === undefined || !(base in METRICS)) return undefined;
  const { type }: Metric = METRICS[base as MetricName];
  return type === 'histogram' ? (base as MetricName) : undefined;
}

export function metricsOfQuery(expr: string): readonly MetricName[] {
  return [...new Set(seriesOfQuery(expr).flatMap((series) => metricOfSeries(series) ?? []))];
}

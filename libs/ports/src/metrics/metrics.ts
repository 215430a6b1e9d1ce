import { ENTRY_METRICS, PROVIDER_METRICS } from './edge-metrics.js';
import type { CounterMetric, GaugeMetric, HistogramMetric } from './metric.js';
import { ENGINE_METRICS, QUEUE_METRICS } from './platform-metrics.js';
import { JOB_METRICS, RUN_METRICS } from './run-metrics.js';

/** Every metric of every service, without the prefix `evenkeel_`: there is no instrument beside these. */
export const METRICS = {
  ...RUN_METRICS,
  ...JOB_METRICS,
  ...PROVIDER_METRICS,
  ...ENTRY_METRICS,
  ...QUEUE_METRICS,
  ...ENGINE_METRICS,
} as const;

export type MetricName = keyof typeof METRICS;
type NamesOf<Type> = {
  [Name in MetricName]: (typeof METRICS)[Name] extends Type ? Name : never;
}[MetricName];
export type CounterName = NamesOf<CounterMetric>;
export type GaugeName = NamesOf<GaugeMetric>;
export type HistogramName = NamesOf<HistogramMetric>;

/** As the manual and the dashboards order them. */
export const METRIC_GROUPS: readonly {
  readonly title: string;
  readonly about: string;
  readonly names: readonly MetricName[];
}[] = [
  {
    title: 'Runs and records',
    about: 'Told by the service that does the work.',
    names: namesIn(RUN_METRICS),
  },
  {
    title: 'Jobs',
    about: 'Told by the coordinator, for all tenants, every few seconds.',
    names: namesIn(JOB_METRICS),
  },
  {
    title: 'Providers',
    about: 'Told by the executor-worker, and by whatever else calls a provider.',
    names: namesIn(PROVIDER_METRICS),
  },
  {
    title: 'Requests, webhooks and messages from elsewhere',
    about: 'Told by the admin API, the webhook gateway and the scheduler.',
    names: namesIn(ENTRY_METRICS),
  },
  {
    title: 'Queues',
    about: 'What waits in the database is told by the coordinator, what waits on the bus by its consumers.',
    names: namesIn(QUEUE_METRICS),
  },
  {
    title: 'Engine and database',
    about: 'Told by the coordinator; failures and refusals by the process that met them.',
    names: namesIn(ENGINE_METRICS),
  },
];

function namesIn<Group extends Partial<Record<MetricName, unknown>>>(group: Group): readonly MetricName[] {
  return Object.keys(group) as MetricName[];
}

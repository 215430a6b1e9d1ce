import { METRIC_GROUPS, METRICS, type Metric, type MetricName } from '@evenkeel/ports';
import { page, table } from '../markdown.js';
import { readAlerts } from './alert-rules.js';
import { metricsOfQuery } from './metrics-of-query.js';

/** The page of every metric: its type, labels, and the alerts that look at it. */
export function metricsManual(generated: string): string {
  const alerts = readAlerts();
  const row = (name: MetricName): readonly string[] => {
    const { type, help, labels, subjects }: Metric = METRICS[name];
    const used = alerts.filter(({ expr }) => metricsOfQuery(expr).includes(name));
    return [
      `\`evenkeel_${name}\``,
      type,
      [...subjects.map((label) => `\`${label}\` *`), ...labels.map((label) => `\`${label}\``)].join(', '),
      help,
      used.map(({ alert }) => `[${alert}](runbooks/${alert}.md)`).join(', '),
    ];
  };
  return page(
    '# Metrics',
    generated,
    'Every service shows them at `/metrics` of its port, in the text format of Prometheus. [Monitoring](monitoring.md) says how they are scraped, seen and alerted on. ' +
      'Each also has the label `service`; where several services share a process (standalone), that keeps them apart. Times are in seconds, sizes in bytes, shares from 0 to 1.',
    'Labels with * name what you made: a job, a connection, a topic. The first 500 of a metric have series of their own in each process; what comes after them is folded into one ' +
      'with the value `other`: sums of counters and of numbers of things, the largest of ages, states and durations. `job_id` is the id of a job, and `evenkeel_job_info` says how it is called:',
    '```\nsum by (job_id) (rate(evenkeel_records_total[5m]))\n  * on (job_id) group_left (tenant, job_name) max by (job_id, tenant, job_name) (evenkeel_job_info)\n```',
    'The label is `job_name`, because `job` is what Prometheus itself calls a group of scraped targets. Besides these, each process shows its memory, processor time, event loop and ' +
      'garbage collection (`process_...`, `nodejs_...`).',
    ...METRIC_GROUPS.flatMap(({ title, about, names }) => [
      `## ${title}`,
      about,
      table(['metric', 'type', 'labels', 'what it is', 'alerts'], names.map(row)),
    ]),
  );
}

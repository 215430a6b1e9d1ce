import type { Board } from './board.js';
import { DONE, JOB_LEGEND, SPAN, TENANT } from './job-queries.js';

export const overview: Board = {
  uid: 'evenkeel-overview',
  title: 'Overview',
  about: 'Whether data is fresh, whether runs succeed, and what asks for a person.',
  variables: [TENANT],
  rows: [
    {
      title: 'Now',
      panels: [
        {
          title: 'Asks for you',
          unit: 'short',
          isStat: true,
          queries: [['sum(max by (kind) (evenkeel_concerns))', '']],
        },
        {
          title: 'Jobs whose last run failed',
          unit: 'short',
          isStat: true,
          queries: [
            ['sum(max by (tenant, job_name) (evenkeel_job_last_execution_failed{tenant=~"$tenant"}))', ''],
          ],
        },
        {
          title: 'Oldest data',
          unit: 's',
          isStat: true,
          queries: [['max(evenkeel_job_freshness_seconds{tenant=~"$tenant"})', '']],
        },
        {
          title: 'Queued runs',
          unit: 'short',
          isStat: true,
          queries: [['max(evenkeel_queued_executions)', '']],
        },
        {
          title: 'Dead letters',
          unit: 'short',
          isStat: true,
          queries: [['sum(max by (tenant, job_name) (evenkeel_dead_letters{tenant=~"$tenant"}))', '']],
        },
        {
          title: 'Scheduler late',
          unit: 's',
          isStat: true,
          queries: [['max(evenkeel_schedule_late_seconds)', '']],
        },
      ],
    },
    {
      title: 'Runs',
      panels: [
        {
          title: 'Runs an hour, by status',
          unit: 'short',
          queries: [['sum by (status) (increase(evenkeel_executions_total[1h]))', '{{status}}']],
        },
        {
          title: 'Success rate',
          about: 'Runs that completed, with errors or without, of all that ended within an hour.',
          unit: 'percentunit',
          queries: [
            [
              `sum(increase(evenkeel_executions_total{${DONE}}[1h])) / sum(increase(evenkeel_executions_total[1h]))`,
              'completed / all',
            ],
          ],
        },
        {
          title: 'Duration of runs',
          unit: 's',
          queries: [
            [
              'sum(rate(evenkeel_execution_duration_seconds_sum[1h])) / sum(rate(evenkeel_execution_duration_seconds_count[1h]))',
              'mean',
            ],
            [
              'histogram_quantile(0.95, sum by (le) (rate(evenkeel_execution_duration_seconds_bucket[1h])))',
              '95 %',
            ],
          ],
        },
        {
          title: 'Retry rate',
          about: 'Runs that tried an earlier one again, of all that ended within an hour.',
          unit: 'percentunit',
          queries: [
            [
              'sum(increase(evenkeel_executions_total{trigger="retry"}[1h])) / sum(increase(evenkeel_executions_total[1h]))',
              'retries / all',
            ],
          ],
        },
      ],
    },
    {
      title: 'Data',
      panels: [
        {
          title: 'Age of the data, ten oldest',
          unit: 's',
          queries: [
            [
              'topk(10, max by (tenant, job_name) (evenkeel_job_freshness_seconds{tenant=~"$tenant"}))',
              JOB_LEGEND,
            ],
          ],
        },
        {
          title: 'Records a second, by outcome',
          unit: 'ops',
          queries: [[`sum by (outcome) (rate(evenkeel_records_total${SPAN}))`, '{{outcome}}']],
        },
        {
          title: 'What asks for you, by kind',
          unit: 'short',
          queries: [['max by (kind) (evenkeel_concerns) > 0', '{{kind}}']],
        },
        {
          title: 'Chunks given up a second, by class of the error',
          unit: 'ops',
          queries: [[`sum by (error_class) (rate(evenkeel_chunk_failures_total${SPAN}))`, '{{error_class}}']],
        },
      ],
    },
  ],
};

import type { Board, VariableSpec } from './board.js';

const TENANT: VariableSpec = {
  name: 'tenant',
  label: 'Tenant',
  query: 'label_values(evenkeel_job_info, tenant)',
};
const JOB: VariableSpec = {
  name: 'job_name',
  label: 'Job',
  query: 'label_values(evenkeel_job_info{tenant=~"$tenant"}, job_name)',
};

const FAILED = 'outcome=~"rejected|refused|errored|in_doubt"';
const FINAL = 'outcome!~"retried|inactivated"';
const DONE = 'status=~"completed|completed_with_errors"';
const SPAN = '[$__rate_interval]';

/** A query over what is counted by job id, by the names of the jobs that were chosen. */
const named = (query: string) =>
  `${query} * on (job_id) group_left (tenant, job_name) max by (job_id, tenant, job_name) (evenkeel_job_info{tenant=~"$tenant", job_name=~"$job_name"})`;
const ofJobs = (metric: string, more = '') =>
  `evenkeel_${metric}{tenant=~"$tenant", job_name=~"$job_name"${more}}`;
const byJob = (metric: string, more = '') => `max by (tenant, job_name) (${ofJobs(metric, more)})`;
const byMode = (metric: string) => `max by (tenant, job_name, mode) (${ofJobs(metric)})`;
const JOB_LEGEND = '{{job_name}}';

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

export const job: Board = {
  uid: 'evenkeel-job',
  title: 'Job',
  about: 'One job or several: how old their data is, how their runs go, and what is left to repair.',
  variables: [TENANT, JOB],
  rows: [
    {
      title: 'Freshness',
      panels: [
        { title: 'Age of the data', unit: 's', queries: [[byJob('job_freshness_seconds'), JOB_LEGEND]] },
        {
          title: 'Slots that passed since',
          about: 'Two of them are what the alert EvenkeelJobStale waits for.',
          unit: 'short',
          queries: [[byJob('job_missed_slots'), JOB_LEGEND]],
        },
      ],
    },
    {
      title: 'Runs',
      panels: [
        {
          title: 'Runs an hour, by status',
          unit: 'short',
          queries: [
            [
              named('sum by (job_id, status) (increase(evenkeel_executions_total[1h]))'),
              `${JOB_LEGEND} {{status}}`,
            ],
          ],
        },
        {
          title: 'Last run failed',
          unit: 'short',
          queries: [[byJob('job_last_execution_failed'), JOB_LEGEND]],
        },
        {
          title: 'Duration of the last run, and median of seven days',
          unit: 's',
          queries: [
            [byMode('job_last_execution_duration_seconds'), `${JOB_LEGEND} {{mode}}`],
            [byMode('job_median_execution_duration_seconds'), `${JOB_LEGEND} {{mode}}, median`],
          ],
        },
        {
          title: 'Duration that 95 % of the runs keep within',
          unit: 's',
          queries: [
            [
              named(
                'histogram_quantile(0.95, sum by (job_id, le) (rate(evenkeel_execution_duration_seconds_bucket[6h])))',
              ),
              JOB_LEGEND,
            ],
          ],
        },
        {
          title: 'Parts of runs that wait, by what for',
          unit: 'short',
          queries: [
            [
              `max by (tenant, job_name, waits_for) (${ofJobs('job_waiting_chunks')})`,
              `${JOB_LEGEND} {{waits_for}}`,
            ],
          ],
        },
      ],
    },
    {
      title: 'Records',
      panels: [
        {
          title: 'Records a second, by outcome',
          unit: 'ops',
          queries: [
            [
              named(`sum by (job_id, outcome) (rate(evenkeel_records_total${SPAN}))`),
              `${JOB_LEGEND} {{outcome}}`,
            ],
          ],
        },
        {
          title: 'Record success',
          about: 'Created, updated and skipped, of all that were applied within an hour.',
          unit: 'percentunit',
          queries: [
            [
              named(
                `(1 - sum by (job_id) (increase(evenkeel_records_total{${FAILED}}[1h]) or 0 * increase(evenkeel_records_total[1h])) / sum by (job_id) (increase(evenkeel_records_total{${FINAL}}[1h])))`,
              ),
              JOB_LEGEND,
            ],
          ],
        },
        {
          title: 'Share of the records of the last run that failed',
          unit: 'percentunit',
          queries: [[byJob('job_last_execution_error_ratio'), JOB_LEGEND]],
        },
        {
          title: 'Left to repair',
          unit: 'short',
          queries: [
            [byJob('dead_letters'), `${JOB_LEGEND} dead letters`],
            [byJob('retrying_records'), `${JOB_LEGEND} tried again`],
          ],
        },
        {
          title: 'Oldest conflict that waits',
          unit: 's',
          queries: [[byJob('job_oldest_conflict_seconds'), JOB_LEGEND]],
        },
      ],
    },
  ],
};

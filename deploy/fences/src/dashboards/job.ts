import type { Board } from './board.js';
import { FAILED, FINAL, JOB, JOB_LEGEND, SPAN, TENANT, byJob, byMode, named, ofJobs } from './job-queries.js';

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

import type { Board } from './board.js';

const SPAN = '[$__rate_interval]';
const OF = '{connection=~"$connection"}';

export const provider: Board = {
  uid: 'evenkeel-provider',
  title: 'Provider',
  about: 'Calls of providers: how many, how long, what became of them, and what they waited for.',
  variables: [
    {
      name: 'connection',
      label: 'Connection',
      query: 'label_values(evenkeel_provider_calls_total, connection)',
    },
  ],
  rows: [
    {
      title: 'Calls',
      panels: [
        {
          title: 'Calls a second, by result',
          unit: 'ops',
          queries: [
            [
              `sum by (connection, result) (rate(evenkeel_provider_calls_total${OF}${SPAN}))`,
              '{{connection}} {{result}}',
            ],
          ],
        },
        {
          title: 'Share of calls that failed',
          unit: 'percentunit',
          queries: [
            [
              `sum by (connection) (rate(evenkeel_provider_calls_total{connection=~"$connection", result!~"ok|not_modified|aborted"}${SPAN}) or 0 * rate(evenkeel_provider_calls_total${OF}${SPAN})) / sum by (connection) (rate(evenkeel_provider_calls_total${OF}${SPAN}))`,
              '{{connection}}',
            ],
          ],
        },
        {
          title: 'Duration of a call, all connections',
          unit: 's',
          queries: [
            [
              `histogram_quantile(0.5, sum by (le) (rate(evenkeel_provider_call_seconds_bucket${SPAN})))`,
              'half',
            ],
            [
              `histogram_quantile(0.95, sum by (le) (rate(evenkeel_provider_call_seconds_bucket${SPAN})))`,
              '95 %',
            ],
          ],
        },
        {
          title: 'Calls to be tried again a second, by what became of that',
          unit: 'ops',
          queries: [
            [
              `sum by (connection, result) (rate(evenkeel_provider_retries_total${OF}${SPAN}))`,
              '{{connection}} {{result}}',
            ],
          ],
        },
      ],
    },
    {
      title: 'Limits',
      panels: [
        {
          title: 'Wait for quota, by share',
          unit: 's',
          queries: [
            [
              `histogram_quantile(0.95, sum by (le, share) (rate(evenkeel_provider_quota_wait_seconds_bucket${SPAN})))`,
              '{{share}}, 95 %',
            ],
          ],
        },
        {
          title: 'Breaker: 0 closed, 1 half open, 2 open',
          unit: 'short',
          queries: [[`max by (connection) (evenkeel_provider_breaker_state${OF})`, '{{connection}}']],
        },
        {
          title: 'Attempts to get an access token an hour, by result',
          unit: 'short',
          queries: [
            [
              `sum by (connection, result) (increase(evenkeel_provider_token_refreshes_total${OF}[1h]))`,
              '{{connection}} {{result}}',
            ],
          ],
        },
        {
          title: 'Parts of runs that wait, by what for',
          unit: 'short',
          queries: [
            [
              'sum by (waits_for) (max by (tenant, job_name, waits_for) (evenkeel_job_waiting_chunks))',
              '{{waits_for}}',
            ],
          ],
        },
      ],
    },
  ],
};

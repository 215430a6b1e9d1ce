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

export const kafkaAndPostgres: Board = {
  uid: 'evenkeel-kafka-postgres',
  title: 'Kafka and Postgres',
  about: 'The bus between the services, the database below them, and the processes themselves.',
  variables: [{ name: 'topic', label: 'Topic', query: 'label_values(evenkeel_queue_depth_messages, topic)' }],
  rows: [
    {
      title: 'Kafka',
      panels: [
        {
          title: 'Messages that wait',
          unit: 'short',
          queries: [['max by (topic) (evenkeel_queue_depth_messages{topic=~"$topic"})', '{{topic}}']],
        },
        {
          title: 'Messages a second, by result',
          unit: 'ops',
          queries: [
            [
              `sum by (topic, result) (rate(evenkeel_messages_total{topic=~"$topic"}${SPAN}))`,
              '{{topic}} {{result}}',
            ],
          ],
        },
        {
          title: 'Outbox: messages that are not published',
          unit: 'short',
          queries: [['max(evenkeel_outbox_entries)', 'messages']],
        },
        {
          title: 'Outbox: age of the oldest',
          unit: 's',
          queries: [['max(evenkeel_outbox_oldest_seconds)', 'oldest']],
        },
        {
          title: 'Published a second',
          unit: 'ops',
          queries: [
            [`sum(rate(evenkeel_outbox_published_total${SPAN}))`, 'between the services'],
            [`sum(rate(evenkeel_events_published_total${SPAN}))`, 'events for others'],
          ],
        },
        {
          title: 'Trouble',
          unit: 'short',
          queries: [
            ['max(evenkeel_stuck_messages)', 'stuck messages'],
            [
              'sum by (service, reason) (increase(evenkeel_consumer_crashes_total[1h]))',
              'crashes of {{service}} an hour, {{reason}}',
            ],
          ],
        },
      ],
    },
    {
      title: 'Postgres',
      panels: [
        { title: 'Answers', unit: 'short', queries: [['max(evenkeel_database_up)', 'up']] },
        {
          title: 'Connections',
          unit: 'short',
          queries: [
            ['max(evenkeel_database_connections)', 'in use'],
            ['max(evenkeel_database_connections_most)', 'limit'],
          ],
        },
        {
          title: 'Size, and what is free',
          about: 'What is free is known of the embedded database only.',
          unit: 'bytes',
          queries: [
            ['max(evenkeel_database_bytes)', 'size'],
            ['max(evenkeel_database_disk_free_bytes)', 'free'],
          ],
        },
        {
          title: 'Oldest transaction',
          unit: 's',
          queries: [['max(evenkeel_database_oldest_transaction_seconds)', 'oldest']],
        },
        {
          title: 'Transactions since the oldest row was frozen',
          unit: 'short',
          queries: [['max(evenkeel_database_unfrozen_transactions)', 'transactions']],
        },
        {
          title: 'Refusals an hour, by SQLSTATE',
          unit: 'short',
          queries: [['sum by (code) (increase(evenkeel_database_refusals_total[1h]))', '{{code}}']],
        },
      ],
    },
    {
      title: 'Processes',
      panels: [
        {
          title: 'Memory',
          unit: 'bytes',
          queries: [['process_resident_memory_bytes{job="evenkeel"}', '{{service}} {{instance}}']],
        },
        {
          title: 'Processors in use',
          unit: 'short',
          queries: [[`rate(process_cpu_seconds_total{job="evenkeel"}${SPAN})`, '{{service}} {{instance}}']],
        },
        {
          title: 'Delay of the event loop, 99 %',
          unit: 's',
          queries: [['nodejs_eventloop_lag_p99_seconds{job="evenkeel"}', '{{service}} {{instance}}']],
        },
      ],
    },
  ],
};

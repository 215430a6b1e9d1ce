import type { Board } from './board.js';

const SPAN = '[$__rate_interval]';

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
          title: 'Largest tables',
          unit: 'bytes',
          queries: [['max by (table) (evenkeel_database_table_bytes)', '{{table}}']],
        },
        {
          title: 'Dead rows of the largest tables',
          unit: 'short',
          queries: [['max by (table) (evenkeel_database_table_dead_rows)', '{{table}}']],
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

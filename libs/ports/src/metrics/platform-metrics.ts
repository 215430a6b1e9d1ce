import { counter, gauge } from './metric.js';

/** What waits between the services. */
export const QUEUE_METRICS = {
  queued_executions: gauge('Executions that wait for their turn'),
  queued_oldest_seconds: gauge('How long the first of the queued executions has waited'),
  waiting_triggers: gauge('Triggers that were accepted and are not answered by a run'),
  waiting_triggers_oldest_seconds: gauge('Age of the oldest trigger that is not answered'),
  schedule_late_seconds: gauge(
    'By how much the slot that is due for longest is late; 0: none is due, or what is due may wait',
  ),
  outbox_entries: gauge('Committed messages that are not published yet'),
  outbox_oldest_seconds: gauge('Age of the oldest message that is not published yet'),
  outbox_published_total: counter('Messages taken from the outbox and given to the bus'),
  events_published_total: counter('Events that other systems were told of over Kafka'),
  queue_depth_messages: gauge('Messages that wait for a service', {
    subjects: ['topic'],
    labels: ['service'],
  }),
  messages_total: counter('Messages handed to a service, by result: handled, failed, stuck', {
    subjects: ['topic'],
    labels: ['service', 'result'],
  }),
  consumer_crashes_total: counter('Lives of Kafka consumers that ended unasked, by reason: outage, error', {
    labels: ['service', 'reason'],
  }),
  stuck_messages: gauge('Messages that no handler could take'),
} as const;

/** The engine and its database. */
export const ENGINE_METRICS = {
  concerns: gauge('What asks for a person, as `evenkeel status` lists it', { labels: ['kind'] }),
  sweep_failures_total: counter('Rounds of a sweep that failed', { labels: ['sweep'] }),
  database_up: gauge('Whether the database answers: 1 or 0'),
  database_refusals_total: counter(
    'What the database did not do for this process: disk full, too many connections, read-only; by SQLSTATE',
    { labels: ['code'] },
  ),
  database_connections: gauge('Connections in use of the nearest limit'),
  database_connections_most: gauge('Connections that the nearest limit allows'),
  database_oldest_transaction_seconds: gauge('Age of the oldest open transaction of another session'),
  database_unfrozen_transactions: gauge('Transactions since the oldest row was frozen'),
  database_disk_free_bytes: gauge(
    'Free where the embedded database keeps its data; not shown for another one',
  ),
  database_bytes: gauge('Size of the database, looked at once a minute'),
  database_table_bytes: gauge('Size of its largest tables with their indexes', { labels: ['table'] }),
  database_table_dead_rows: gauge('Rows of the same whose place is not free yet', { labels: ['table'] }),
} as const;

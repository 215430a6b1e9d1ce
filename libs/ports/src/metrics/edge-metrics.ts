import { counter, gauge, histogram } from './metric.js';

const BY_CONNECTION = ['connection'];

/** Calls that leave the installation. */
export const PROVIDER_METRICS = {
  provider_calls_total: counter(
    'Calls to providers, every attempt counted, by result: ok, not_modified, aborted or the code of the error',
    { subjects: BY_CONNECTION, labels: ['result'] },
  ),
  provider_call_seconds: histogram(
    'Duration of one call to a provider, waits between attempts not included',
    [0.01, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30],
  ),
  provider_quota_wait_seconds: histogram(
    'How long calls waited for the quota of their connection or the end of a rate limit, by share; calls that nothing limits are not counted',
    [0.001, 0.01, 0.1, 0.5, 1, 5, 15, 60, 300, 900, 3600],
    { labels: ['share'] },
  ),
  provider_retries_total: counter(
    'Calls that failed and were to be tried again, by result: made, or over_budget where too many were already',
    { subjects: BY_CONNECTION, labels: ['result'] },
  ),
  provider_token_refreshes_total: counter(
    'Attempts of this process to get an access token, by result: ok or the code of the error',
    { subjects: BY_CONNECTION, labels: ['result'] },
  ),
  provider_breaker_state: gauge('Breaker of a connection: 0 closed, 1 half open, 2 open', {
    subjects: BY_CONNECTION,
    folding: 'max',
  }),
} as const;

/** Calls, deliveries and messages that come in from elsewhere. */
export const ENTRY_METRICS = {
  http_requests_total: counter('Requests to the admin API, by route and status', {
    labels: ['method', 'route', 'status'],
  }),
  http_request_duration_seconds: histogram(
    'From the arrival of a request to the end of its answer',
    [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10],
    { labels: ['method', 'route'] },
  ),
  grpc_requests_total: counter(
    'Calls of the admin API over gRPC, by method and code of gRPC; streams count at their end',
    {
      labels: ['method', 'code'],
    },
  ),
  grpc_request_duration_seconds: histogram(
    'From the arrival of a call over gRPC to its end, streams left out',
    [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10],
    { labels: ['method'] },
  ),
  notification_attempts_total: counter('Attempts to send notifications to channels', {
    labels: ['channel', 'outcome'],
  }),
  webhook_deliveries_total: counter(
    'Webhook deliveries, by what became of them: accepted, ignored, known, a challenge that was answered, or refused',
    { labels: ['result'] },
  ),
  webhook_delivery_duration_seconds: histogram(
    'From the arrival of a webhook delivery to its commit, refused ones left out',
    [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10],
  ),
  trigger_messages_total: counter(
    'Messages of other systems on topics that are listened to, by what became of them: accepted, ignored, repeated, rejected',
    { subjects: ['topic'], labels: ['result'] },
  ),
} as const;

import type { Board } from './board.js';

const SPAN = '[$__rate_interval]';
const quantile = (of: number, histogram: string, by = 'le') =>
  `histogram_quantile(${of}, sum by (${by}) (rate(evenkeel_${histogram}_bucket${SPAN})))`;
const rate = (counter: string, by = '') =>
  by === '' ? `sum(rate(evenkeel_${counter}${SPAN}))` : `sum by (${by}) (rate(evenkeel_${counter}${SPAN}))`;

export const pipeline: Board = {
  uid: 'evenkeel-pipeline',
  title: 'Pipeline',
  about:
    'From what asks for a run to the commit: triggers, queues, pages, and what models and people are asked.',
  variables: [],
  rows: [
    {
      title: 'What asks for runs',
      panels: [
        {
          title: 'Triggers and runs that wait',
          unit: 'short',
          queries: [
            ['max(evenkeel_waiting_triggers)', 'triggers without a run'],
            ['max(evenkeel_queued_executions)', 'queued runs'],
          ],
        },
        {
          title: 'How long the oldest waits',
          unit: 's',
          queries: [
            ['max(evenkeel_waiting_triggers_oldest_seconds)', 'trigger'],
            ['max(evenkeel_queued_oldest_seconds)', 'queued run'],
            ['max(evenkeel_schedule_late_seconds)', 'slot of a schedule'],
          ],
        },
        {
          title: 'Webhook deliveries a second, by what became of them',
          unit: 'ops',
          queries: [[rate('webhook_deliveries_total', 'result'), '{{result}}']],
        },
        {
          title: 'From the arrival of a delivery to its commit',
          unit: 's',
          queries: [
            [quantile(0.5, 'webhook_delivery_duration_seconds'), 'half'],
            [quantile(0.95, 'webhook_delivery_duration_seconds'), '95 %'],
          ],
        },
        {
          title: 'Messages of other systems a second, by what became of them',
          unit: 'ops',
          queries: [[rate('trigger_messages_total', 'topic, result'), '{{topic}} {{result}}']],
        },
        {
          title: 'Notifications a second, by channel and outcome',
          unit: 'ops',
          queries: [[rate('notification_attempts_total', 'channel, outcome'), '{{channel}} {{outcome}}']],
        },
      ],
    },
    {
      title: 'Pages and records',
      panels: [
        {
          title: 'Pages a second',
          unit: 'ops',
          queries: [
            [rate('pages_fetched_total'), 'fetched'],
            [rate('pages_applied_total'), 'applied'],
            [rate('pages_unpublished_total'), 'the bus would not take'],
          ],
        },
        {
          title: 'Records a second',
          unit: 'ops',
          queries: [
            [rate('records_fetched_total'), 'fetched'],
            [rate('records_total'), 'applied'],
            [rate('records_inactivated_total'), 'found to be gone'],
          ],
        },
        {
          title: 'From reading a page to its commit',
          unit: 's',
          queries: [
            [quantile(0.5, 'page_latency_seconds'), 'half'],
            [quantile(0.95, 'page_latency_seconds'), '95 %'],
          ],
        },
        {
          title: 'Chunks given up a second, by class of the error',
          unit: 'ops',
          queries: [[rate('chunk_failures_total', 'error_class'), '{{error_class}}']],
        },
      ],
    },
    {
      title: 'People, models and the API',
      panels: [
        {
          title: 'Conflicts that wait, by how long',
          unit: 'short',
          queries: [['sum by (age) (max by (kind, age) (evenkeel_open_conflicts))', '{{age}}']],
        },
        {
          title: 'What models were asked, an hour',
          unit: 'short',
          queries: [
            ['sum(increase(evenkeel_model_calls_total[1h]))', 'calls'],
            ['sum by (outcome) (increase(evenkeel_model_proposals_total[1h]))', 'conflicts, {{outcome}}'],
          ],
        },
        {
          title: 'Tokens of models, an hour',
          unit: 'short',
          queries: [['sum(increase(evenkeel_model_tokens_total[1h]))', 'tokens']],
        },
        {
          title: 'Requests to the admin API a second, by status',
          unit: 'ops',
          queries: [[rate('http_requests_total', 'status'), '{{status}}']],
        },
        {
          title: 'Duration of requests, by route, 95 %',
          unit: 's',
          queries: [
            [quantile(0.95, 'http_request_duration_seconds', 'le, method, route'), '{{method}} {{route}}'],
          ],
        },
        {
          title: 'Calls over gRPC a second, by code',
          unit: 'ops',
          queries: [[rate('grpc_requests_total', 'code'), '{{code}}']],
        },
        {
          title: 'Duration of calls over gRPC, by method, 95 %',
          unit: 's',
          queries: [[quantile(0.95, 'grpc_request_duration_seconds', 'le, method'), '{{method}}']],
        },
        {
          title: 'Rounds of sweeps that failed, an hour',
          unit: 'short',
          queries: [
            [
              'sum by (service, sweep) (increase(evenkeel_sweep_failures_total[1h]))',
              '{{service}} {{sweep}}',
            ],
          ],
        },
      ],
    },
  ],
};

import type { Counter, Gauge, Histogram, Labels, Meter } from '@evenkeel/ports';

export interface CallInstruments {
  readonly calls: Counter;
  readonly seconds: Histogram;
  readonly breakerState: Gauge;
  readonly quotaWaitSeconds: Histogram;
  readonly tokenRefreshes: Counter;
  readonly retries: Counter;
}

export function callInstruments(meter: Meter): CallInstruments {
  return {
    calls: meter.counter({
      name: 'provider_calls_total',
      help: 'Calls to providers, every attempt counted, by result: ok, not_modified, aborted or the code of the error',
      labels: ['connection', 'result'],
    }),
    seconds: meter.histogram({
      name: 'provider_call_seconds',
      help: 'Duration of one call to a provider, waits between attempts not included',
      buckets: [0.01, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30],
    }),
    quotaWaitSeconds: meter.histogram({
      name: 'provider_quota_wait_seconds',
      help: 'How long calls waited for the quota of their connection or the end of a rate limit, by share; calls that nothing limits are not counted',
      labels: ['share'],
      buckets: [0.001, 0.01, 0.1, 0.5, 1, 5, 15, 60, 300, 900, 3600],
    }),
    retries: meter.counter({
      name: 'provider_retries_total',
      help: 'Calls that failed and were to be tried again, by result: made, or over_budget where too many were already',
      labels: ['connection', 'result'],
    }),
    tokenRefreshes: meter.counter({
      name: 'provider_token_refreshes_total',
      help: 'Attempts of this process to get an access token, by result: ok or the code of the error',
      labels: ['connection', 'result'],
    }),
    breakerState: meter.gauge({
      name: 'provider_breaker_state',
      help: 'Breaker of a connection: 0 closed, 1 half open, 2 open',
      labels: ['connection'],
    }),
  };
}

/** The same for one connection, which they name: people know it by its name. */
export function instrumentsOf(all: CallInstruments, connection: string): CallInstruments {
  const named = (labels?: Labels): Labels => ({ connection, ...labels });
  const counter = (of: Counter): Counter => ({ add: (amount, labels) => of.add(amount, named(labels)) });
  const { breakerState, ...others } = all;
  return {
    ...others,
    calls: counter(all.calls),
    retries: counter(all.retries),
    tokenRefreshes: counter(all.tokenRefreshes),
    breakerState: {
      set: (value, labels) => breakerState.set(value, named(labels)),
      clear: () => breakerState.clear(),
    },
  };
}

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
    calls: meter.counter('provider_calls_total'),
    seconds: meter.histogram('provider_call_seconds'),
    quotaWaitSeconds: meter.histogram('provider_quota_wait_seconds'),
    retries: meter.counter('provider_retries_total'),
    tokenRefreshes: meter.counter('provider_token_refreshes_total'),
    breakerState: meter.gauge('provider_breaker_state'),
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

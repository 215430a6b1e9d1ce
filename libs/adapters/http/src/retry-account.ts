import {
  DEFAULT_RETRY_SHARE,
  earnRetry,
  fullRetryBudget,
  spendRetry,
  SyncError,
  type ConnectionId,
  type RetryBudget,
  type RetryPolicy,
} from '@evenkeel/domain';
import type { Clock, Counter } from '@evenkeel/ports';

export interface RetryAccountOptions {
  readonly connectionId: ConnectionId;
  readonly clock: Clock;
  readonly retries: Counter;
}

/**
 * The retry budget of one connection in this process. Each process keeps its own: shares of the calls of each are a share of
 * the calls of all, and asking the others would cost a round trip for each retry.
 */
export class RetryAccount {
  private budget: RetryBudget;

  constructor(private readonly options: RetryAccountOptions) {
    this.budget = fullRetryBudget(options.clock.monotonicMs());
  }

  /** A call is made that is no retry. */
  earn({ retryShare = DEFAULT_RETRY_SHARE }: RetryPolicy): void {
    this.budget = earnRetry(this.budget, retryShare, this.options.clock.monotonicMs());
  }

  /** Throws `provider.retry_budget_spent` where a call that failed so is not made once more. */
  spend(failure: SyncError): void {
    // The provider was not called, so this is no second call.
    if (failure.code === 'provider.breaker_open') return;
    const { clock, retries } = this.options;
    const left = spendRetry(this.budget, clock.monotonicMs());
    retries.add(1, { result: left === undefined ? 'over_budget' : 'made' });
    if (left === undefined) {
      const message = `Not tried again, too many calls of this connection are retries: ${failure.message}`;
      throw new SyncError('provider.retry_budget_spent', message, { cause: failure });
    }
    this.budget = left;
  }
}

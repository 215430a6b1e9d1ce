import { SyncError } from '@evenkeel/domain';
import type { Clock, Gauge } from '@evenkeel/ports';
import CircuitBreaker from 'opossum';
import type { BreakerPolicy } from './http-limits.js';

export interface GateOptions {
  readonly connectionId: string;
  readonly policy: BreakerPolicy;
  readonly clock: Clock;
  /** 0 closed, 1 half open, 2 open. */
  readonly state: Gauge;
}

/** What all calls of one connection pass: the breaker, and the end of a rate limit that one of them ran into. */
export class ConnectionGate {
  private readonly breaker: CircuitBreaker<[() => Promise<unknown>], unknown>;
  private openedAtMs = 0;
  private limitedUntilMs = 0;

  constructor(private readonly options: GateOptions) {
    const { policy, state, connectionId } = options;
    this.breaker = new CircuitBreaker((work: () => Promise<unknown>) => work(), {
      timeout: false, // it would not cancel the call; the caller's own deadline does
      // opossum opens above the threshold, we at it
      errorThresholdPercentage: policy.failurePercent - 1e-6,
      volumeThreshold: policy.minimumCalls,
      rollingCountTimeout: policy.windowMs,
      resetTimeout: policy.halfOpenAfterMs,
      errorFilter: (error: unknown) => !countsAsFailure(error),
    });
    const show = (value: number) => {
      state.set(value, { connection: connectionId });
    };
    show(0);
    this.breaker.on('close', () => {
      show(0);
    });
    this.breaker.on('halfOpen', () => {
      show(1);
    });
    this.breaker.on('open', () => {
      this.openedAtMs = options.clock.monotonicMs();
      show(2);
    });
  }

  /** Rejects with `provider.breaker_open`, whose wait ends when a probe will be let through. */
  async pass<T>(work: () => Promise<T>): Promise<T> {
    try {
      return (await this.breaker.fire(work)) as T;
    } catch (error) {
      if ((error as { readonly code?: unknown }).code !== 'EOPENBREAKER') throw error;
      throw new SyncError('provider.breaker_open', 'Too many calls of this connection failed lately', {
        waitMs: this.untilProbeMs(),
      });
    }
  }

  /** Milliseconds for which no call of this connection should be made. */
  limitedForMs(): number {
    return Math.max(0, this.limitedUntilMs - this.options.clock.monotonicMs());
  }

  limitFor(waitMs: number): void {
    this.limitedUntilMs = Math.max(this.limitedUntilMs, this.options.clock.monotonicMs() + waitMs);
  }

  close(): void {
    this.breaker.shutdown();
  }

  private untilProbeMs(): number {
    const probeAtMs = this.openedAtMs + this.options.policy.halfOpenAfterMs;
    // A little later than opossum's own timer, so that the next try finds it half open.
    return Math.max(0, Math.ceil(probeAtMs - this.options.clock.monotonicMs())) + 20;
  }
}

/** Only what says that the provider is unwell: a refusal or a rate limit is a healthy answer. */
function countsAsFailure(error: unknown): boolean {
  return error instanceof SyncError && error.errorClass === 'transient';
}

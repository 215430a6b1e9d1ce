import { SyncError } from '@evenkeel/domain';
import type { BreakerBoard, BreakerView, Clock, Gauge, Logger } from '@evenkeel/ports';
import CircuitBreaker from 'opossum';
import type { BreakerPolicy } from './http-limits.js';

export interface GateOptions {
  readonly connectionId: string;
  readonly policy: BreakerPolicy;
  readonly board: BreakerBoard;
  /** This process, as the board knows it. */
  readonly holder: string;
  /** The longest time from the begin of a call to its end. */
  readonly callMs: number;
  readonly clock: Clock;
  readonly log: Logger;
  /** 0 closed, 1 half open, 2 open. */
  readonly state: Gauge;
}

/** How old what we know of the shared breaker may be. */
const LOOK_EVERY_MS = 1_000;
/** Longest wait for another process's probe before its outcome is looked up. */
const PROBE_POLL_MS = 250;
/** The board decides when a probe is due; a timer of opossum's own never does. */
const NEVER_MS = 2 ** 31 - 1;

const SHOWN = { closed: 0, half_open: 1, open: 2 } as const;

/** Not an answer of the provider and no failure: the call waits for its turn again. */
export class ProbeTaken extends Error {}

/**
 * The breaker that all calls of one connection pass. The shared row decides: this process' opossum is the sensor that
 * opens it, and is opened and closed as the row says.
 */
export class ConnectionGate {
  private sensor: CircuitBreaker<[() => Promise<unknown>], unknown>;
  private view: BreakerView = { state: 'closed', untilProbeMs: 0 };
  private viewedMs = -Infinity;
  /** What the last call that counted as a failure said. */
  private lastFailure: string | undefined;
  /** Raised by all that we do to the row: what was read before says nothing any more. */
  private moves = 0;
  private looking: Promise<void> | undefined;
  private telling: Promise<void> = Promise.resolve();

  constructor(private readonly options: GateOptions) {
    this.sensor = this.newSensor();
    this.show();
  }

  /**
   * Resolves when a call may be tried: no breaker is open, or a probe is due. While another call is the probe, waits for how
   * it goes with `pause`. Rejects with `provider.breaker_open`, whose wait ends when a probe may be made.
   */
  async waitForTurn(pause: (ms: number) => Promise<void>): Promise<void> {
    await this.lookAround();
    while (this.view.state === 'half_open' && this.untilProbeMs() > 0) {
      await pause(Math.min(PROBE_POLL_MS, Math.max(20, this.untilProbeMs())));
      await this.look();
    }
    if (this.view.state === 'open' && this.untilProbeMs() > 0) throw this.refusal();
  }

  /** Rejects with {@link ProbeTaken} when it was another call's turn after all, else as `work` does. */
  async pass<T>(work: () => Promise<T>): Promise<T> {
    if (this.view.state === 'closed') return this.sense(work);
    if (await this.takesProbe()) return this.probe(work);
    throw new ProbeTaken();
  }

  close(): void {
    this.sensor.shutdown();
  }

  private newSensor(): CircuitBreaker<[() => Promise<unknown>], unknown> {
    const { policy } = this.options;
    const sensor = new CircuitBreaker((work: () => Promise<unknown>) => work(), {
      timeout: false, // it would not cancel the call; the caller's own deadline does
      // opossum opens above the threshold, we at it
      errorThresholdPercentage: policy.failurePercent - 1e-6,
      volumeThreshold: policy.minimumCalls,
      rollingCountTimeout: policy.windowMs,
      resetTimeout: NEVER_MS,
      errorFilter: (error: unknown) => !this.notesFailure(error),
    });
    sensor.on('open', () => {
      if (this.view.state === 'closed') this.trip();
    });
    return sensor;
  }

  private notesFailure(error: unknown): boolean {
    if (!countsAsFailure(error)) return false;
    this.lastFailure = (error as SyncError).message;
    return true;
  }

  private async sense<T>(work: () => Promise<T>): Promise<T> {
    try {
      return (await this.sensor.fire(work)) as T;
    } catch (error) {
      if ((error as { readonly code?: unknown }).code !== 'EOPENBREAKER') throw error;
      throw this.refusal();
    }
  }

  /** Why no call is made now, with what the last of those that failed said, if this process made it. */
  refusal(): SyncError {
    const waitMs = Math.max(0, Math.ceil(this.untilProbeMs())) + 20;
    const last = this.lastFailure === undefined ? '' : `; the last one: ${this.lastFailure}`;
    return new SyncError('provider.breaker_open', `Too many calls of this connection failed lately${last}`, {
      waitMs,
    });
  }

  /** The one probe of all processes, past the sensor: its window is for calls of everyone. */
  private async probe<T>(work: () => Promise<T>): Promise<T> {
    const { board, connectionId, holder, policy } = this.options;
    const tellEnd = (failed: boolean) => {
      const outcome = failed
        ? ({ kind: 'fail', openForMs: policy.halfOpenAfterMs } as const)
        : ({ kind: 'succeed' } as const);
      this.know(failed ? 'open' : 'closed', failed ? policy.halfOpenAfterMs : 0);
      this.tell(() => board.endProbe(connectionId, holder, outcome));
    };
    try {
      const answer = await work();
      tellEnd(false);
      return answer;
    } catch (error) {
      // An aborted probe has shown nothing: it may as well be made again, so it must not close the breaker.
      tellEnd(this.notesFailure(error) || !(error instanceof SyncError));
      throw error;
    }
  }

  private async takesProbe(): Promise<boolean> {
    const { board, connectionId, holder, callMs, log } = this.options;
    await this.telling;
    try {
      if (await board.takeProbe(connectionId, holder, callMs)) {
        this.know('half_open', callMs);
        return true;
      }
    } catch (error) {
      log.warn('breaker board not asked: this process probes by itself', { connectionId, error });
      return true;
    }
    await this.look();
    return false;
  }

  private trip(): void {
    const { board, connectionId, policy } = this.options;
    this.know('open', policy.halfOpenAfterMs);
    this.tell(() => board.trip(connectionId, policy.halfOpenAfterMs));
  }

  /** One after the other, so that the row hears of things in their order. */
  private tell(telling: () => Promise<void>): void {
    const { connectionId, log } = this.options;
    this.telling = this.telling.then(telling).catch((error: unknown) => {
      log.warn('breaker board not told', { connectionId, error });
    });
  }

  /** The first call waits for the answer; later ones go on with what is known while it is renewed. */
  private async lookAround(): Promise<void> {
    if (this.options.clock.monotonicMs() - this.viewedMs < LOOK_EVERY_MS) return;
    const isFirst = this.viewedMs === -Infinity;
    this.looking ??= this.look().finally(() => (this.looking = undefined));
    if (isFirst) await this.looking;
  }

  private async look(): Promise<void> {
    const { board, connectionId, log } = this.options;
    const moves = this.moves;
    try {
      await this.telling;
      const view = await board.look(connectionId);
      if (moves === this.moves) this.know(view.state, view.untilProbeMs);
    } catch (error) {
      log.debug('breaker board not seen', { connectionId, error });
      this.viewedMs = Math.max(this.viewedMs, 0);
    }
  }

  private know(state: BreakerView['state'], untilProbeMs: number): void {
    this.moves += 1;
    this.view = { state, untilProbeMs };
    this.viewedMs = this.options.clock.monotonicMs();
    this.followRow();
    this.show();
  }

  private followRow(): void {
    if (this.view.state !== 'closed') this.sensor.open();
    else if (this.sensor.opened) {
      // A new one: with the failures that opened it still in its window, the next failure alone would open it again.
      this.sensor.shutdown();
      this.sensor = this.newSensor();
    }
  }

  private untilProbeMs(): number {
    return this.view.untilProbeMs - (this.options.clock.monotonicMs() - this.viewedMs);
  }

  private show(): void {
    this.options.state.set(SHOWN[this.view.state]);
  }
}

/** Only what says that the provider is unwell: a refusal or a rate limit is a healthy answer. */
function countsAsFailure(error: unknown): boolean {
  return error instanceof SyncError && error.errorClass === 'transient';
}

import {
  cutPause,
  SyncError,
  type ErrorCode,
  type LimitReport,
  type Pause,
  type Problem,
  type Quota,
  type QuotaShare,
} from '@evenkeel/domain';
import type { Histogram } from '@evenkeel/ports';
import { TooLong, type CallWaits } from './call-waits.js';
import { QuotaQueue, type EndOfCall, type QuotaQueueOptions } from './quota-queue.js';

export interface ConnectionQuotaOptions extends QuotaQueueOptions {
  readonly waitSeconds: Histogram;
}

/** A call that is to be admitted. */
export interface Admission {
  readonly share: QuotaShare;
  readonly waits: CallWaits;
  readonly signal: AbortSignal;
  /** Whether it is made although the provider asked for a pause, to see whether that still holds. */
  readonly probes: boolean;
}

/** How old what we know of others' rate limits may be, where no quota makes us ask before each call. */
const LOOK_EVERY_MS = 1_000;
/** What headers say is for people where no quota is configured, and for the next lease where one is. */
const LEARN_EVERY_MS = { metered: 1_000, unmetered: 10_000 } as const;

/**
 * What all calls of one connection in this process pass before they are made. With a quota each call is leased from the
 * ledger, those that wait together in one round trip. Without one a call costs nothing: only a ledger that was closed
 * keeps it back, and that is looked up once a second beside the calls.
 */
export class ConnectionQuota {
  private readonly queue: QuotaQueue;
  private closedUntilMs = 0;
  private closedFor: Problem | null = null;
  /** What the ledger does not know yet. */
  private untold = 0;
  private closings = 0;
  private isProbed = false;
  private lookedMs = -Infinity;
  private learntMs = -Infinity;
  private looking: Promise<void> | undefined;

  constructor(private readonly options: ConnectionQuotaOptions) {
    this.queue = new QuotaQueue(options);
  }

  /** Resolves when the call may be made, which then has to be at once. Rejects as the signal says, or with `TooLong`. */
  async admit(quota: Quota | null, call: Admission): Promise<EndOfCall> {
    const { clock, waitSeconds } = this.options;
    const begunMs = clock.monotonicMs();
    if (quota === null) await this.lookAround();
    if (call.probes && (await this.isPaused())) {
      this.isProbed = true;
      return () => undefined;
    }
    const waited = await this.waitUntilOpen(call);
    if (quota === null) {
      if (waited) waitSeconds.observe((clock.monotonicMs() - begunMs) / 1000, { share: call.share });
      return () => undefined;
    }
    const end = await this.admitByQueue(quota, call);
    waitSeconds.observe((clock.monotonicMs() - begunMs) / 1000, { share: call.share });
    return end;
  }

  /** Keeps all calls of this credential away for a while, in every process. */
  close(pause: Pause): void {
    const { ledger, connectionId, clock } = this.options;
    const untilMs = clock.monotonicMs() + cutPause(pause.waitMs);
    if (untilMs > this.closedUntilMs) this.closedFor = pause.why ?? null;
    this.closings += 1;
    this.queue.askAnew();
    this.closedUntilMs = Math.max(this.closedUntilMs, untilMs);
    this.tell(ledger.close(connectionId, pause));
  }

  /** A probe was answered: if it was made in spite of a pause, that is over. */
  endProbe(): void {
    if (!this.isProbed) return;
    this.isProbed = false;
    const { ledger, connectionId } = this.options;
    this.closedUntilMs = 0;
    this.tell(ledger.open(connectionId));
  }

  learn(report: LimitReport, metered: boolean): void {
    const { ledger, connectionId, clock } = this.options;
    const nowMs = clock.monotonicMs();
    const usedUp = report.remaining === 0 && this.closedUntilMs < nowMs + report.resetInMs - 1_000;
    const dueMs = this.learntMs + (metered ? LEARN_EVERY_MS.metered : LEARN_EVERY_MS.unmetered);
    if (metered) this.queue.askAnew();
    if (usedUp) {
      this.closings += 1;
      this.closedUntilMs = nowMs + report.resetInMs;
      this.closedFor = null;
    } else if (nowMs < dueMs) return;
    this.learntMs = nowMs;
    this.tell(ledger.learn(connectionId, report));
  }

  shutDown(): void {
    this.queue.close();
  }

  /** The first call waits for the answer; later ones go on with what is known while it is renewed. */
  private async lookAround(): Promise<void> {
    const nowMs = this.options.clock.monotonicMs();
    if (nowMs - this.lookedMs < LOOK_EVERY_MS) return;
    const isFirst = this.lookedMs === -Infinity;
    this.looking ??= this.look().finally(() => (this.looking = undefined));
    if (isFirst) await this.looking;
  }

  private async look(): Promise<void> {
    const { ledger, connectionId, clock, log } = this.options;
    // What the ledger says may be older than what it was told since the question was sent.
    const [closings, wasTold] = [this.closings, this.untold === 0];
    try {
      const { closedForMs, closedFor } = await ledger.look(connectionId);
      const untilMs = closedForMs > 0 ? clock.monotonicMs() + closedForMs : 0;
      // Our own closing is known more exactly than by way of the database, unless a person has ended it meanwhile.
      const isOpened = untilMs === 0 && wasTold && closings === this.closings;
      const isNews = untilMs > this.closedUntilMs + 100 || isOpened;
      if (isNews) [this.closedUntilMs, this.closedFor] = [untilMs, closedFor];
    } catch (error) {
      // A database that is away stops the work by itself; a provider call is no reason to.
      log.debug('quota ledger not seen', { connectionId, error });
    } finally {
      this.lookedMs = clock.monotonicMs();
    }
  }

  private async isPaused(): Promise<boolean> {
    await this.look();
    return this.closedUntilMs > this.options.clock.monotonicMs();
  }

  private async waitUntilOpen({ waits }: Admission): Promise<boolean> {
    const { clock } = this.options;
    let waited = false;
    for (;;) {
      if (this.closedUntilMs <= clock.monotonicMs()) return waited;
      // A person may have ended the pause.
      if (!waited) await this.look();
      const waitMs = this.closedUntilMs - clock.monotonicMs();
      if (waitMs <= 0) return waited;
      waited = true;
      await waits.sleep(waitMs, 'quota', this.closedFor === null ? undefined : asReason(this.closedFor));
    }
  }

  /** A wait that turns out too long is told with what the ledger says of it. */
  private async admitByQueue(quota: Quota, { share, waits, signal }: Admission): Promise<EndOfCall> {
    try {
      return await this.queue.admit(quota, { share, waits, signal });
    } catch (error) {
      if (!(error instanceof TooLong)) throw error;
      await this.look();
      if (this.closedUntilMs <= this.options.clock.monotonicMs() || this.closedFor === null) throw error;
      throw new TooLong(error.waitMs, error.waiting, asReason(this.closedFor));
    }
  }

  private tell(told: Promise<void>): void {
    const { log, connectionId } = this.options;
    this.untold += 1;
    told
      .catch((error: unknown) => {
        log.warn('others were not told of a rate limit', { connectionId, error });
      })
      .finally(() => (this.untold -= 1));
  }
}

function asReason({ code, message }: Problem): Pick<SyncError, 'code' | 'message'> {
  return { code: code as ErrorCode, message };
}

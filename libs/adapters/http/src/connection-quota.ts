import type { LimitReport, Quota, QuotaShare } from '@evenkeel/domain';
import type { Histogram } from '@evenkeel/ports';
import { QuotaQueue, type EndOfCall, type QuotaQueueOptions } from './quota-queue.js';

export interface ConnectionQuotaOptions extends QuotaQueueOptions {
  readonly waitSeconds: Histogram;
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
  private lookedMs = -Infinity;
  private learntMs = -Infinity;
  private looking: Promise<void> | undefined;

  constructor(private readonly options: ConnectionQuotaOptions) {
    this.queue = new QuotaQueue(options);
  }

  /** Resolves when the call may be made, which then has to be at once. Rejects as the signal says. */
  async admit(quota: Quota | null, share: QuotaShare, signal: AbortSignal): Promise<EndOfCall> {
    const { clock, waitSeconds } = this.options;
    const begunMs = clock.monotonicMs();
    if (quota === null) {
      await this.lookAround();
      const waited = await this.waitUntilOpen(signal);
      if (waited) waitSeconds.observe((clock.monotonicMs() - begunMs) / 1000, { share });
      return () => undefined;
    }
    await this.waitUntilOpen(signal);
    const end = await this.queue.admit(quota, share, signal);
    waitSeconds.observe((clock.monotonicMs() - begunMs) / 1000, { share });
    return end;
  }

  /** Keeps all calls of this credential away for a while, in every process. */
  close(waitMs: number): void {
    const { ledger, connectionId, clock } = this.options;
    this.closedUntilMs = Math.max(this.closedUntilMs, clock.monotonicMs() + waitMs);
    this.tell(ledger.close(connectionId, waitMs));
  }

  learn(report: LimitReport, metered: boolean): void {
    const { ledger, connectionId, clock } = this.options;
    const nowMs = clock.monotonicMs();
    const usedUp = report.remaining === 0 && this.closedUntilMs < nowMs + report.resetInMs - 1_000;
    const dueMs = this.learntMs + (metered ? LEARN_EVERY_MS.metered : LEARN_EVERY_MS.unmetered);
    if (usedUp) this.closedUntilMs = nowMs + report.resetInMs;
    else if (nowMs < dueMs) return;
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
    try {
      const closedForMs = await ledger.closedForMs(connectionId);
      // Our own closing is known more exactly than by way of the database.
      const untilMs = clock.monotonicMs() + closedForMs;
      if (closedForMs > 0 && untilMs > this.closedUntilMs + 100) this.closedUntilMs = untilMs;
    } catch (error) {
      // A database that is away stops the work by itself; a provider call is no reason to.
      log.debug('quota ledger not seen', { connectionId, error });
    } finally {
      this.lookedMs = clock.monotonicMs();
    }
  }

  private async waitUntilOpen(signal: AbortSignal): Promise<boolean> {
    const { clock, timers } = this.options;
    let waited = false;
    for (;;) {
      const waitMs = this.closedUntilMs - clock.monotonicMs();
      if (waitMs <= 0) return waited;
      waited = true;
      await timers.sleep(waitMs, signal);
    }
  }

  private tell(told: Promise<void>): void {
    const { log, connectionId } = this.options;
    told.catch((error: unknown) => {
      log.warn('others were not told of a rate limit', { connectionId, error });
    });
  }
}

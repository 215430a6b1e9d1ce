import type { Quota, QuotaShare } from '@evenkeel/domain';
import { AGAIN_AFTER_MS, TooLong, type CallWaits } from './call-waits.js';
import { HeldSlots } from './held-slots.js';
import type { Clock, Logger, QuotaGrant, QuotaLedger, Timers } from '@evenkeel/ports';

export interface QuotaQueueOptions {
  readonly connectionId: string;
  readonly ledger: QuotaLedger;
  /** This process, as the ledger knows it. */
  readonly holder: string;
  /** The longest time from the begin of a call to its end. */
  readonly callMs: number;
  readonly clock: Clock;
  readonly timers: Timers;
  readonly log: Logger;
}

/** Tells that a call has ended. */
export type EndOfCall = () => void;

interface WaitingCall {
  readonly go: () => void;
  readonly giveUp: (reason: Error) => void;
  readonly sinceMs: number;
  readonly waits: CallWaits;
}

/** What a call that waits is told apart by. */
export interface QueuedCall {
  readonly share: QuotaShare;
  readonly waits: CallWaits;
  readonly signal: AbortSignal;
}

/** Calls that a person or a webhook waits for go first. */
const SHARES: readonly QuotaShare[] = ['reserved', 'bulk'];
/** A wait this short is for a call to end: when one of ours does, asking again is worth it. */
const SHORT_WAIT_MS = 50;
/** A place that is free for this long is told to the others; until then another call of ours may take it. */
const NEWS_AFTER_MS = 20;
/** After the ledger could not be asked. */
const AFTER_FAILURE_MS = 500;

/**
 * The calls of one connection that wait for a lease. One request to the ledger is under way at a time: each also says what
 * we have under way, and two at once would contradict each other.
 */
export class QuotaQueue {
  private readonly waiting: Record<QuotaShare, WaitingCall[]> = { bulk: [], reserved: [] };
  private readonly inFlight: Record<QuotaShare, number> = { bulk: 0, reserved: 0 };
  private readonly askAtMs: Record<QuotaShare, number> = { bulk: 0, reserved: 0 };
  private readonly waitedMs: Record<QuotaShare, number> = { bulk: 0, reserved: 0 };
  private quota: Quota | undefined;
  /** Whether the ledger believes more of ours to be under way than there are. */
  private owesNews = false;
  private newsSinceMs = 0;
  private readonly slots: HeldSlots;
  private running = false;
  private closed = false;
  private awake = new AbortController();

  constructor(private readonly options: QuotaQueueOptions) {
    this.slots = new HeldSlots(() => options.clock.monotonicMs());
  }

  /** Rejects as the signal says, or with `TooLong`. */
  admit(quota: Quota, { share, waits, signal }: QueuedCall): Promise<EndOfCall> {
    this.quota = quota;
    return new Promise((resolve, reject) => {
      signal.throwIfAborted();
      const aborted = (): void => call.giveUp(signal.reason as Error);
      const call: WaitingCall = {
        go: () => {
          signal.removeEventListener('abort', aborted);
          this.inFlight[share] += 1;
          resolve(this.endOf(share));
        },
        giveUp: (reason) => {
          signal.removeEventListener('abort', aborted);
          this.waiting[share] = this.waiting[share].filter((other) => other !== call);
          reject(reason);
          this.wake();
        },
        sinceMs: this.options.clock.monotonicMs(),
        waits,
      };
      signal.addEventListener('abort', aborted, { once: true });
      this.waiting[share].push(call);
      this.passOn(share);
      if (this.waiting[share].length > 0) this.wake();
    });
  }

  /** What we know of the ledger no longer holds: nothing begins before it was asked. */
  askAnew(): void {
    this.slots.forget();
  }

  /** Asks no more; calls that still wait are ended by their signals. */
  close(): void {
    this.closed = true;
    this.awake.abort();
  }

  private endOf(share: QuotaShare): EndOfCall {
    let ended = false;
    return () => {
      if (ended) return;
      ended = true;
      this.inFlight[share] -= 1;
      if (this.quota?.concurrency == null) return;
      if (this.passOn(share)) return;
      this.oweNews();
      for (const waiting of SHARES) if (this.waitedMs[waiting] <= SHORT_WAIT_MS) this.askAtMs[waiting] = 0;
      this.wake();
    };
  }

  /** Calls take the places of others that have ended, where the ledger need not be asked for that. Bulk work takes none that a person waits for. */
  private passOn(share: QuotaShare): boolean {
    if (share === 'bulk' && this.waiting.reserved.length > 0) return false;
    let passed = false;
    while (this.waiting[share].length > 0 && this.slots.hasRoom(share, this.inFlight)) {
      this.waiting[share].shift()?.go();
      passed = true;
    }
    return passed;
  }

  private oweNews(): void {
    if (!this.owesNews) this.newsSinceMs = this.options.clock.monotonicMs();
    this.owesNews = true;
  }

  /** In how many milliseconds the others are told of free places. */
  private newsInMs(): number {
    if (!this.owesNews) return Infinity;
    if (!this.slots.isKnown) return 0;
    return this.newsSinceMs + NEWS_AFTER_MS - this.options.clock.monotonicMs();
  }

  private wake(): void {
    this.awake.abort();
    if (this.running || this.closed) return;
    this.running = true;
    void this.run();
  }

  private async run(): Promise<void> {
    while (!this.closed) {
      this.awake = new AbortController();
      const share = this.nextShare();
      if (share !== undefined) await this.ask(share, this.waiting[share].length);
      else if (this.newsInMs() <= 0) await this.ask('reserved', 0);
      else if (this.isIdle() && !this.owesNews) break;
      else {
        await this.endLongWaits();
        if (!this.isIdle() || this.owesNews) await this.sleep(this.newsInMs());
      }
    }
    this.running = false;
  }

  private isIdle(): boolean {
    return SHARES.every((share) => this.waiting[share].length === 0);
  }

  private nextShare(): QuotaShare | undefined {
    const nowMs = this.options.clock.monotonicMs();
    return SHARES.find((share) => this.waiting[share].length > 0 && this.askAtMs[share] <= nowMs);
  }

  private async ask(share: QuotaShare, wanted: number): Promise<void> {
    const { ledger, connectionId, holder, callMs, clock, log } = this.options;
    const quota = this.quota!;
    this.owesNews = false;
    try {
      const inFlight = { ...this.inFlight };
      const learnHeld = this.slots.beginAsking();
      const grant = await ledger.lease(connectionId, { quota, share, wanted, holder, inFlight, callMs });
      learnHeld(share, inFlight, grant);
      if (wanted > 0) this.handOut(share, grant);
      // Some may have ended meanwhile.
      for (const each of SHARES) this.passOn(each);
    } catch (error) {
      log.warn('quota ledger not asked', { connectionId, error });
      this.owesNews = wanted === 0;
      for (const other of SHARES) this.askAtMs[other] = clock.monotonicMs() + AFTER_FAILURE_MS;
      if (this.owesNews) await this.sleep(AFTER_FAILURE_MS);
    }
  }

  private handOut(share: QuotaShare, { calls, validMs, waitMs }: QuotaGrant): void {
    const usable = validMs > 0 ? calls : 0;
    const going = this.waiting[share].splice(0, usable);
    for (const call of going) call.go();
    // A grant that no call takes any more is lost for the rate, but is not under way.
    if (going.length < calls && this.quota?.concurrency != null) this.oweNews();
    this.waitedMs[share] = waitMs;
    this.askAtMs[share] = this.options.clock.monotonicMs() + waitMs;
  }

  /** Calls that would wait for too long, or have, make room. */
  private async endLongWaits(): Promise<void> {
    for (const share of SHARES) {
      const waitMs = Math.max(0, this.askAtMs[share] - this.options.clock.monotonicMs());
      await Promise.all(this.waiting[share].map((call) => this.judgeWait(call, share, waitMs)));
    }
  }

  private async judgeWait(call: WaitingCall, share: QuotaShare, waitMs: number): Promise<void> {
    const inAllMs = this.options.clock.monotonicMs() - call.sinceMs + waitMs;
    if ((await call.waits.allow(inAllMs)) || !this.waiting[share].includes(call)) return;
    call.giveUp(new TooLong(Math.max(waitMs, AGAIN_AFTER_MS), 'quota'));
  }

  private async sleep(atMostMs = Infinity): Promise<void> {
    const nowMs = this.options.clock.monotonicMs();
    const asked = SHARES.filter((share) => this.waiting[share].length > 0).map(
      (share) => this.askAtMs[share],
    );
    const untilMs = Math.min(...asked, nowMs + atMostMs);
    await this.options.timers.sleep(Math.max(1, untilMs - nowMs), this.awake.signal).catch(() => undefined);
  }
}

import type { LifecycleEvent } from '@evenkeel/contracts-messages';
import { Clock, Logger, Store, Timers, type EventHead } from '@evenkeel/ports';

const LOOK_EVERY_MS = 200;
/** Events that are held for all who follow: who is further behind reads them from the store. */
const HELD = 1_000;

interface Waiter {
  readonly position: number;
  readonly untilMs: number;
  readonly wake: () => void;
}

/** Looks for new events, once for all who follow them, and only while there are some. */
export class EventFeed {
  private readonly waiters = new Set<Waiter>();
  /** All behind `from`, up to `head`. */
  private held: readonly LifecycleEvent[] = [];
  private from: number | undefined;
  private head = 0;
  private looking: Promise<void> | undefined;

  constructor(
    private readonly store: Store,
    private readonly timers: Timers,
    private readonly clock: Clock,
    private readonly log: Logger,
  ) {}

  /** How far events have come. */
  now(): Promise<EventHead> {
    return this.store.system.read((tx) => tx.events.head());
  }

  /** What of all tenants is behind a position, and up to which one that is all; undefined: it is not held. */
  heldAfter(
    position: number,
  ): { readonly events: readonly LifecycleEvent[]; readonly head: number } | undefined {
    if (this.from === undefined || position < this.from || position > this.head) return undefined;
    return { events: this.held.filter((event) => event.position > position), head: this.head };
  }

  /** Resolves when there are events behind the position, or `forMs` are over, or `signal` is aborted. */
  async wait(position: number, forMs: number, signal: AbortSignal): Promise<void> {
    if (signal.aborted || (this.from !== undefined && this.head > position)) return;
    await new Promise<void>((resolve) => {
      const wake = () => {
        this.waiters.delete(waiter);
        signal.removeEventListener('abort', wake);
        resolve();
      };
      const waiter: Waiter = { position, untilMs: this.clock.monotonicMs() + forMs, wake };
      signal.addEventListener('abort', wake);
      this.waiters.add(waiter);
      this.looking ??= this.lookOn().finally(() => (this.looking = undefined));
    });
  }

  /** What is held when it stops may be old once it is started again: it begins anew then. */
  private async lookOn(): Promise<void> {
    let isFailing = false;
    while (this.waiters.size > 0) {
      try {
        await this.look();
        isFailing = false;
      } catch (error) {
        // Those who follow stay: the next look finds what they missed.
        if (!isFailing) this.log.warn('events cannot be looked for, trying again', { error: String(error) });
        isFailing = true;
      }
      const nowMs = this.clock.monotonicMs();
      for (const { position, untilMs, wake } of [...this.waiters])
        if (this.head > position || untilMs <= nowMs) wake();
      await this.timers.sleep(LOOK_EVERY_MS);
    }
    this.from = undefined;
  }

  private async look(): Promise<void> {
    const { position } = await this.now();
    if (this.from === undefined) return this.beginAt(position);
    if (position === this.head) return;
    const added = await this.store.system.read((tx) => tx.events.after(this.head, HELD));
    // Too far behind to catch up at once: the others read from the store.
    if (added.length === HELD) return this.beginAt(position);
    const all = [...this.held, ...added];
    this.held = all.slice(-HELD);
    this.from = all.at(-HELD - 1)?.position ?? this.from;
    this.head = added.at(-1)?.position ?? position;
  }

  private beginAt(position: number): void {
    this.held = [];
    this.from = position;
    this.head = position;
  }
}

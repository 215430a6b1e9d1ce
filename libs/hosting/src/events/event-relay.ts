import { describeProblem } from '@evenkeel/domain';
import type {
  Counter,
  EventLog,
  Logger,
  MessageBus,
  Meter,
  Outbox,
  Repeating,
  Timers,
} from '@evenkeel/ports';

const SWEEP_EVERY_MS = 200;
const FACTS_AT_ONCE = 500;
const FORGET_EVERY_MS = 60_000;
const FORGOTTEN_AT_ONCE = 5_000;

export interface EventRelaySurroundings {
  readonly events: EventLog;
  /** Most of what is told comes with messages: its commits wake the relay. */
  readonly outbox: Outbox;
  readonly bus: MessageBus;
  readonly timers: Timers;
  readonly log: Logger;
  readonly meter: Meter;
  /** For how long events are kept; undefined: another process sees to that. */
  readonly keepDays: number | undefined;
  /** Whether the bus reaches other systems. */
  readonly publishes: boolean;
}

/**
 * Gives what happened its place in the order of all events, and tells other systems of it. Every process does: of several one works at a
 * time, so that the order never depends on which of them died.
 */
export class EventRelay {
  private readonly published: Counter;
  private sweeping: Repeating | undefined;
  private forgetting: Repeating | undefined;
  private working: Promise<void> | undefined;
  private comesMore = false;
  private failing = false;

  constructor(private readonly surroundings: EventRelaySurroundings) {
    this.published = surroundings.meter.counter('events_published_total');
  }

  /** The bus must be started. */
  start(): void {
    this.surroundings.outbox.onAdded(() => {
      // Its promise never rejects.
      if (this.sweeping !== undefined) void this.work();
    });
    const { timers, keepDays } = this.surroundings;
    this.sweeping = timers.every(SWEEP_EVERY_MS, () => this.work());
    if (keepDays !== undefined) this.forgetting = timers.every(FORGET_EVERY_MS, () => this.forget(keepDays));
  }

  /** Ends after one more attempt. */
  async stop(): Promise<void> {
    await Promise.all([this.sweeping?.stop(), this.forgetting?.stop()]);
    this.sweeping = undefined;
    await this.work();
  }

  private async work(): Promise<void> {
    this.comesMore = true;
    this.working ??= this.workOff().finally(() => (this.working = undefined));
    await this.working;
  }

  private async workOff(): Promise<void> {
    try {
      while (this.comesMore) {
        this.comesMore = false;
        while ((await this.surroundings.events.number(FACTS_AT_ONCE)) === FACTS_AT_ONCE);
        if (this.surroundings.publishes) await this.publish();
      }
      if (this.failing) this.surroundings.log.info('events are told again');
      this.failing = false;
    } catch (error) {
      // One line when it begins, not five a second while the broker is away.
      if (!this.failing) {
        const told = { error: describeProblem(error).message };
        this.surroundings.log.warn('events are not told, trying again', told);
      }
      this.failing = true;
    }
  }

  private async forget(days: number): Promise<void> {
    const { events, log } = this.surroundings;
    try {
      while ((await events.forget(days, FORGOTTEN_AT_ONCE)) === FORGOTTEN_AT_ONCE);
    } catch (error) {
      log.warn('old events are not forgotten, trying again', { error: describeProblem(error).message });
    }
  }

  private async publish(): Promise<void> {
    const { events, bus } = this.surroundings;
    for (;;) {
      const count = await events.publish(FACTS_AT_ONCE, (some) => bus.tell(some));
      this.published.add(count);
      if (count < FACTS_AT_ONCE) return;
    }
  }
}

import { Clock, Timers, type Repeating } from '@evenkeel/ports';

interface Sleeper {
  readonly owner: string;
  readonly at: number;
  readonly wake: () => void;
}

const START = Date.parse('2026-01-01T00:00:00.000Z');

/** The one clock of a simulated world: it stands still until the scheduler moves it. */
export class VirtualTime {
  private elapsedMs = 0;
  private sleepers: Sleeper[] = [];

  now(): Date {
    return new Date(START + this.elapsedMs);
  }

  monotonicMs(): number {
    return this.elapsedMs;
  }

  advance(ms: number): void {
    this.elapsedMs += ms;
  }

  /** Moves on to the next sleeper among the owners that are awake and wakes it; false if there is none. */
  wakeNext(isAwake: (owner: string) => boolean): boolean {
    let next: Sleeper | undefined;
    for (const sleeper of this.sleepers) {
      if (isAwake(sleeper.owner) && (next === undefined || sleeper.at < next.at)) next = sleeper;
    }
    if (next === undefined) return false;
    this.elapsedMs = Math.max(this.elapsedMs, next.at);
    this.drop(next);
    next.wake();
    return true;
  }

  /** What a crashed process slept for never comes. */
  forget(owner: string): void {
    this.sleepers = this.sleepers.filter((sleeper) => sleeper.owner !== owner);
  }

  sleep(owner: string, ms: number, signal?: AbortSignal): Promise<void> {
    return new Promise((resolve, reject) => {
      const wake = (): void => {
        signal?.removeEventListener('abort', abort);
        resolve();
      };
      const sleeper: Sleeper = { owner, at: this.elapsedMs + ms, wake };
      this.sleepers.push(sleeper);
      const abort = (): void => {
        this.drop(sleeper);
        reject(signal?.reason instanceof Error ? signal.reason : new Error('aborted'));
      };
      if (signal?.aborted) abort();
      else signal?.addEventListener('abort', abort, { once: true });
    });
  }

  private drop(sleeper: Sleeper): void {
    this.sleepers = this.sleepers.filter((other) => other !== sleeper);
  }
}

export class VirtualClock extends Clock {
  constructor(private readonly time: VirtualTime) {
    super();
  }

  now(): Date {
    return this.time.now();
  }

  monotonicMs(): number {
    return this.time.monotonicMs();
  }
}

/** The timers of one simulated process. */
export class VirtualTimers extends Timers {
  constructor(
    private readonly time: VirtualTime,
    private readonly owner: string,
  ) {
    super();
  }

  sleep(ms: number, signal?: AbortSignal): Promise<void> {
    return this.time.sleep(this.owner, ms, signal);
  }

  /** Work takes no time here, and whose turn it is the schedule says. */
  yield(): Promise<void> {
    return Promise.resolve();
  }

  every(ms: number, round: () => Promise<void>): Repeating {
    const stopping = new AbortController();
    const rounds = (async () => {
      for (;;) {
        await this.sleep(ms, stopping.signal);
        await round();
      }
    })().catch(() => undefined);
    return {
      stop: async () => {
        stopping.abort(new Error('stopped'));
        await rounds;
      },
    };
  }
}

import type { Counter, Logger, Meter, Repeating, Sweep, Timers, Tracing } from '@evenkeel/ports';

export interface SweepSurroundings {
  readonly timers: Timers;
  readonly log: Logger;
  readonly meter: Meter;
  readonly tracing: Tracing;
}

/** Runs the sweeps of one service. A round that fails is logged and counted; the next one comes all the same. */
export class SweepRunner {
  private readonly failures: Counter;
  private running: Repeating[] = [];

  constructor(private readonly surroundings: SweepSurroundings) {
    this.failures = surroundings.meter.counter('sweep_failures_total');
  }

  start(sweeps: readonly Sweep[]): void {
    this.running = sweeps.map((sweep) =>
      this.surroundings.timers.every(sweep.everyMs, () => this.round(sweep)),
    );
  }

  /** Resolves when the rounds under way have ended. */
  async stop(): Promise<void> {
    await Promise.all(this.running.map((repeating) => repeating.stop()));
    this.running = [];
  }

  private async round(sweep: Sweep): Promise<void> {
    try {
      const settings = {
        name: `sweep ${sweep.constructor.name}`,
        kind: 'internal',
        begins: true,
        onlyIfFollowed: true,
      } as const;
      await this.surroundings.tracing.within(settings, () => sweep.run());
    } catch (error) {
      this.failures.add(1, { sweep: sweep.constructor.name });
      this.surroundings.log.error('sweep failed', { sweep: sweep.constructor.name, error });
    }
  }
}

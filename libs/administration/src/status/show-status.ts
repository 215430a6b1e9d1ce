import { EVENKEEL_VERSION, type StatusView } from '@evenkeel/contracts-admin';
import { Clock, ServiceDirectory, Store, Timers } from '@evenkeel/ports';
import { answerWithin } from './answer-within.js';

/** What there is to say about the health of the installation. Never rejects: to tell what is down is its purpose. */
export class ShowStatus {
  constructor(
    private readonly store: Store,
    private readonly clock: Clock,
    private readonly directory: ServiceDirectory,
    private readonly timers: Timers,
  ) {}

  async show(): Promise<StatusView> {
    const [database, services] = await Promise.all([this.askDatabase(), this.directory.readiness()]);
    return { version: EVENKEEL_VERSION, database, services: [...services] };
  }

  private async askDatabase(): Promise<StatusView['database']> {
    const startedMs = this.clock.monotonicMs();
    try {
      await answerWithin(this.timers, () => this.store.system.transaction((tx) => tx.now()));
      const latencyMs = Math.round((this.clock.monotonicMs() - startedMs) * 10) / 10;
      return { reachable: true, latencyMs, problem: null };
    } catch (error) {
      return {
        reachable: false,
        latencyMs: null,
        problem: error instanceof Error ? error.message : String(error),
      };
    }
  }
}

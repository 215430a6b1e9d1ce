import type { Server } from '@grpc/grpc-js';
import type { Timers } from '@evenkeel/ports';
import { HealthImplementation } from 'grpc-health-check';

/** How often what is said of the service is looked at again. */
const LOOK_EVERY_MS = 2_000;

/** Answers `grpc.health.v1.Health`: of the whole, which is called by no name, and of the services by theirs. */
export class ServeHealth {
  private readonly health: HealthImplementation;
  private readonly ending = new AbortController();

  constructor(private readonly services: readonly string[]) {
    this.health = new HealthImplementation();
    this.say(false);
  }

  addTo(server: Server): void {
    this.health.addToServer(server);
  }

  /** Says from now on what `isReady` says. */
  async begin(isReady: () => Promise<boolean>, timers: Timers): Promise<void> {
    this.say(await isReady());
    const looking = this.lookAgain(isReady, timers);
    // It ends where it waits, or where what it asks is being closed.
    looking.catch(() => this.say(false));
  }

  private async lookAgain(isReady: () => Promise<boolean>, timers: Timers): Promise<void> {
    const { signal } = this.ending;
    while (!signal.aborted) {
      await timers.sleep(LOOK_EVERY_MS, signal);
      const ready = await isReady();
      if (!signal.aborted) this.say(ready);
    }
  }

  /** No one is sent here any more. */
  end(): void {
    this.ending.abort();
    this.say(false);
  }

  private say(isReady: boolean): void {
    for (const service of ['', ...this.services])
      this.health.setStatus(service, isReady ? 'SERVING' : 'NOT_SERVING');
  }
}

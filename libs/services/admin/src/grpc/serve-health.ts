import type { handleUnaryCall, Server } from '@grpc/grpc-js';
import type { Repeating, Timers } from '@evenkeel/ports';
import { HealthImplementation } from 'grpc-health-check';

/** How often those are told who watch. */
const TELL_EVERY_MS = 2_000;

type Check = handleUnaryCall<unknown, unknown>;

/** Answers `grpc.health.v1.Health`: of the whole, which is called by no name, and of the services by theirs. */
export class ServeHealth {
  private readonly health = new HealthImplementation();
  private telling: Repeating | undefined;
  private hasEnded = false;

  constructor(
    private readonly services: readonly string[],
    private readonly isReady: () => Promise<boolean>,
  ) {}

  addTo(server: Pick<Server, 'addService'>): void {
    this.health.addToServer({
      addService: (definition, implementation) => {
        const check = implementation['check'] as Check;
        // Who asks is told what is now.
        const lookFirst: Check = (call, callback) => void this.look().then(() => check(call, callback));
        server.addService(definition, { ...implementation, check: lookFirst });
      },
    });
  }

  /** Tells those who watch, until {@link end}. */
  async begin(timers: Timers): Promise<void> {
    await this.look();
    this.telling = timers.every(TELL_EVERY_MS, () => this.look());
  }

  /** No one is sent here any more. */
  async end(): Promise<void> {
    this.hasEnded = true;
    this.say(false);
    await this.telling?.stop();
  }

  private async look(): Promise<void> {
    const ready = await this.isReady().catch(() => false);
    this.say(ready && !this.hasEnded);
  }

  private say(isReady: boolean): void {
    for (const service of ['', ...this.services])
      this.health.setStatus(service, isReady ? 'SERVING' : 'NOT_SERVING');
  }
}

import { describeProblem } from '@evenkeel/domain';
import type { Clock, Timers } from '@evenkeel/ports';

const DATABASE_PATIENCE_MS = 2_000;

export interface HealthCheck {
  readonly ok: boolean;
  readonly detail: string | null;
}

export interface Readiness {
  readonly ready: boolean;
  readonly service: string;
  readonly checks: { readonly database: HealthCheck; readonly bus: HealthCheck };
}

interface HealthProbes {
  /** Rejects when the database does not answer. */
  readonly ping: () => Promise<void>;
  /** Whether the bus delivers. */
  readonly isConnected: () => boolean;
}

type ServingState = 'starting' | 'serving' | 'stopping';

/** Whether one service can do its work now. */
export class Health {
  private state: ServingState = 'starting';

  constructor(
    readonly service: string,
    private readonly world: HealthProbes,
    private readonly clock: Clock,
    private readonly timers: Timers,
  ) {}

  /** The bus delivers from now on. */
  serving(): void {
    this.state = 'serving';
  }

  stopping(): void {
    this.state = 'stopping';
  }

  async readiness(): Promise<Readiness> {
    const database = await this.pingDatabase();
    const bus = this.checkBus();
    return { ready: database.ok && bus.ok, service: this.service, checks: { database, bus } };
  }

  private checkBus(): HealthCheck {
    if (this.state !== 'serving') return { ok: false, detail: this.state };
    const ok = this.world.isConnected();
    return { ok, detail: ok ? null : 'not connected to the message bus' };
  }

  private async pingDatabase(): Promise<HealthCheck> {
    const begin = this.clock.monotonicMs();
    const patience = new AbortController();
    const late = this.timers.sleep(DATABASE_PATIENCE_MS, patience.signal).then(() => {
      throw new Error(`no answer within ${DATABASE_PATIENCE_MS} ms`);
    });
    // The loser of the race may fail later, when its promise is no longer awaited.
    late.catch(() => undefined);
    try {
      await Promise.race([this.world.ping(), late]);
      return { ok: true, detail: `${Math.round(this.clock.monotonicMs() - begin)} ms` };
    } catch (error) {
      return { ok: false, detail: describeProblem(error).message };
    } finally {
      patience.abort();
    }
  }
}

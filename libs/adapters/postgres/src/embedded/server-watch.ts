import { performance } from 'node:perf_hooks';
import { setTimeout as sleep } from 'node:timers/promises';
import { SyncError } from '@evenkeel/domain';
import { decideRevival } from './decide-revival.js';
import { stopServer, type ServerProcess } from './server-process.js';

/** Is told what becomes of a server that ended by itself. */
export interface ServerNews {
  /** It ended in this way, and is started again. */
  readonly ended: (how: string) => void;
  /** It is not started again. */
  readonly gone: (reason: SyncError) => void;
}

/** Keeps a server running: one that ends by itself is started again, up to a bound. */
export class ServerWatch {
  private readonly deathsMs: number[] = [];
  private readonly stopping = new AbortController();
  private revival: Promise<void> = Promise.resolve();

  constructor(
    private server: ServerProcess,
    private readonly start: () => Promise<ServerProcess>,
    private readonly news: ServerNews,
  ) {
    this.watch(server);
  }

  get pid(): number {
    return this.server.pid;
  }

  /** It is not started again. */
  letGo(): void {
    this.stopping.abort();
  }

  async stop(): Promise<void> {
    this.letGo();
    await this.revival;
    await stopServer(this.pid);
  }

  private watch(server: ServerProcess): void {
    this.server = server;
    void server.ended.then((how) => {
      if (!this.stopping.signal.aborted) this.revival = this.revive(how);
    });
  }

  /** Never rejects. */
  private async revive(how: string): Promise<void> {
    this.deathsMs.push(performance.now());
    const decision = decideRevival(this.deathsMs, performance.now());
    if (decision.kind === 'give_up') {
      const message = `The embedded Postgres ended ${decision.deaths} times within ten minutes; the last time ${how}`;
      this.news.gone(new SyncError('system.embedded_database', message));
      return;
    }
    this.news.ended(how);
    const { signal } = this.stopping;
    await sleep(decision.waitMs, undefined, { signal }).catch(() => undefined);
    if (signal.aborted) return;
    try {
      this.watch(await this.start());
    } catch (error) {
      await this.revive(error instanceof Error ? error.message : String(error));
    }
  }
}

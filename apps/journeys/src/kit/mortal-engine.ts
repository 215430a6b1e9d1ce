import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { EmbeddedPostgres } from '@evenkeel/adapter-postgres';
import { StoryClient } from './admin-client.js';
import { databaseFolder } from './database-folder.js';
import { endWithThisProcess } from './end-with-this-process.js';
import { freePort } from './free-port.js';
import { OsProcess } from './os-process.js';
import { journeyFolder } from './repository.js';
import { BRISK_CALLS } from './pushes-of.js';
import { StoreView } from './store-view.js';

interface Surroundings {
  readonly postgres: EmbeddedPostgres;
  readonly release: () => void;
}

/** An engine in one process, on a database that outlives it: it is killed and comes back at the same address. */
export class MortalEngine {
  private process: OsProcess;

  private constructor(
    readonly url: string,
    /** For logs and data. */
    readonly folder: string,
    readonly store: StoreView,
    private readonly surroundings: Surroundings,
  ) {
    this.process = this.startProcess();
  }

  static async start(name: string): Promise<MortalEngine> {
    const folder = journeyFolder(name);
    const postgres = await EmbeddedPostgres.start({ dataDir: databaseFolder() });
    const { release } = endWithThisProcess(postgres.pid, 'QUIT');
    const store = await StoreView.open(postgres.superuserUrl.replace(/\/postgres$/, '/evenkeel'));
    const url = `http://127.0.0.1:${await freePort()}`;
    const engine = new MortalEngine(url, folder, store, { postgres, release });
    await engine.untilUp();
    return engine;
  }

  /** The engine's database, as the superuser of its server. */
  get databaseUrl(): string {
    return this.surroundings.postgres.superuserUrl.replace(/\/postgres$/, '/evenkeel');
  }

  get admin(): StoryClient {
    return new StoryClient(this.url);
  }

  async stop(): Promise<void> {
    const { postgres, release } = this.surroundings;
    await this.process.stop();
    await this.store.close();
    await postgres.stop();
    release();
    await rm(postgres.folder, { recursive: true, force: true });
  }

  /** `meanwhile`: what happens before it is back. */
  async kill9(meanwhile: () => Promise<unknown> = async () => undefined): Promise<void> {
    await this.process.kill9();
    await meanwhile();
    this.process = this.startProcess();
    await this.untilUp();
  }

  private startProcess(): OsProcess {
    return new OsProcess({
      program: 'apps/standalone/dist/main.js',
      args: ['--no-demo', '--port', new URL(this.url).port, '--data-dir', join(this.folder, 'data')],
      env: { DATABASE_URL: this.surroundings.postgres.url, LOG_LEVEL: 'warn', ...BRISK_CALLS },
      logFile: join(this.folder, 'standalone.log'),
    });
  }

  private async untilUp(): Promise<void> {
    await this.process.untilAnswers(`${this.url}/readyz`);
  }
}

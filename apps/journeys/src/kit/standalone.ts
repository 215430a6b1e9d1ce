import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { EmbeddedPostgres } from '@evenkeel/adapter-postgres';
import { AdminClient } from '@evenkeel/client-admin';
import { StoryClient } from './admin-client.js';
import { databaseFolder } from './database-folder.js';
import { endWithThisProcess } from './end-with-this-process.js';
import { freePort } from './free-port.js';
import { OsProcess } from './os-process.js';
import { foreignDatabase } from './foreign-database.js';
import { root } from './repository.js';
import { StoreView } from './store-view.js';

/** The standalone process on a database of its own, so that the tables can be looked at. */
export interface StandaloneUnderTest {
  readonly process: OsProcess;
  /** Of the admin API. */
  readonly url: string;
  readonly admin: StoryClient;
  readonly store: StoreView;
  /** The engine's database, as the superuser of its server. */
  readonly databaseUrl: string;
  readonly postgresPid: number;
  /** What people type to edit records by SQL: of the tables by their owner, and of the views. */
  readonly editing: { readonly tables: string; readonly views: string };
  /** Whether the process says that it can work. */
  isReady(): Promise<boolean>;
  stop(): Promise<void>;
}

export interface StandaloneOptions {
  readonly checkout?: string;
  readonly client?: typeof AdminClient;
  readonly isForeign?: boolean;
  /** Further settings. */
  readonly env?: Readonly<Record<string, string>>;
}

/**
 * Starts that of a built checkout on 127.0.0.1 and a free port. What was started is stopped again if something does not start. `isForeign`: its database is one that a
 * team has of its own.
 */
export async function startStandalone(
  folder: string,
  { checkout = root, client = AdminClient, isForeign = false, env = {} }: StandaloneOptions = {},
): Promise<StandaloneUnderTest> {
  const stops: (() => Promise<void>)[] = [];
  const stop = async () => {
    for (const each of stops.splice(0).reverse()) await each();
  };
  try {
    const postgres = await EmbeddedPostgres.start({ dataDir: databaseFolder() });
    const guard = endWithThisProcess(postgres.pid, 'QUIT');
    stops.push(async () => {
      await postgres.stop();
      guard.release();
      await rm(postgres.folder, { recursive: true, force: true });
    });
    const ownUrl = isForeign ? await foreignDatabase(postgres.superuserUrl) : postgres.url;
    const port = await freePort();
    const process = new OsProcess({
      ...{ checkout, program: 'apps/standalone/dist/main.js' },
      args: ['--no-demo', '--port', String(port), '--data-dir', join(folder, 'data')],
      env: { DATABASE_URL: ownUrl, LOG_LEVEL: 'warn', ...env },
      logFile: join(folder, 'standalone.log'),
    });
    stops.push(async () => void (await process.stop()));
    const url = `http://127.0.0.1:${port}`;
    await process.untilAnswers(`${url}/readyz`);
    const databaseUrl = postgres.superuserUrl.replace(/\/postgres$/, new URL(ownUrl).pathname);
    const views = isForeign ? ownUrl : postgres.psqlWriteLine.replace(/^psql '|'$/g, '');
    const editing = { tables: ownUrl, views };
    const store = await StoreView.open(databaseUrl);
    stops.push(() => store.close());
    const isReady = async () => !process.hasExited && (await fetch(`${url}/readyz`)).ok;
    const admin = new StoryClient(url, client);
    return { process, url, admin, store, databaseUrl, postgresPid: postgres.pid, editing, isReady, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

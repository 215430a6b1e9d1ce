import { randomBytes } from 'node:crypto';
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { totalmem } from 'node:os';
import { join } from 'node:path';
import { SyncError } from '@evenkeel/domain';
import { createRoles, ensureViewRoles } from './create-roles.js';
import { initializeCluster } from './initialize.js';
import { choosePlace, type ServerPlace } from './place.js';
import { APP_ROLE, DATABASE, READER_ROLE, SUPERUSER, WRITER_ROLE } from './roles.js';
import { isAlive, markOf, type ProcessMark } from './living-process.js';
import { freePort, runningServer, startServer, stopLeftOver } from './server-process.js';
import { ServerWatch, type ServerNews } from './server-watch.js';

export interface EmbeddedOptions {
  /** Made if missing. Where the server's user cannot reach it (below /root), `folder` of the result tells what is used. */
  readonly dataDir: string;
  /** Off only where losing the data does not matter. */
  readonly fsync?: boolean;
  /** Further settings of the server. */
  readonly settings?: Readonly<Record<string, string>>;
  /** Is told where the server ends by itself. */
  readonly news?: Partial<ServerNews>;
}

/** What is remembered beside the data, readable by us only. */
interface Remembered {
  readonly superuserPassword: string;
  readonly appPassword: string;
  /** Missing where an earlier release wrote it. */
  readonly readerPassword?: string;
  readonly writerPassword?: string;
  readonly port?: number;
  /** The process that started the server. */
  readonly startedBy?: ProcessMark;
}

/** A PostgreSQL server of our own, on 127.0.0.1 and a free port. */
export class EmbeddedPostgres {
  /** For the engine, as a role that is no superuser. */
  readonly url: string;
  /** For tests, which create databases. */
  readonly superuserUrl: string;
  /** What a person types to look at the records, as a role that can only read them. */
  readonly psqlLine: string;
  /** The same as a role that can edit them. */
  readonly psqlWriteLine: string;
  /** Where data and log are. */
  readonly folder: string;

  private constructor(
    server: Pick<EmbeddedPostgres, 'url' | 'superuserUrl' | 'folder' | 'psqlLine' | 'psqlWriteLine'>,
    private readonly watch: ServerWatch,
    private readonly forget: () => void,
  ) {
    this.url = server.url;
    this.superuserUrl = server.superuserUrl;
    this.psqlLine = server.psqlLine;
    this.psqlWriteLine = server.psqlWriteLine;
    this.folder = server.folder;
  }

  /** Of the server that runs now: one that ended by itself was started again. */
  get pid(): number {
    return this.watch.pid;
  }

  /**
   * Rejects with `config.data_folder_in_use` if another process of ours uses the folder, with `config.data_folder_of_other_version` if
   * another major version made it, with `system.embedded_database` if the server does not start.
   */
  static async start(options: EmbeddedOptions): Promise<EmbeddedPostgres> {
    const { dataDir, fsync = true } = options;
    const place = choosePlace(dataDir);
    const file = join(place.folder, 'server.json');
    const recalled = recall(file);
    const { readerPassword = secret(), writerPassword = secret() } = recalled;
    const remembered = { ...recalled, readerPassword, writerPassword };
    refuseIfInUse(remembered, place);
    startedHere.get(place.folder)?.letGo();
    await stopLeftOver(place.pgdata);
    const isNew = await initializeCluster(place, remembered.superuserPassword, fsync);
    const port = await freePort(remembered.port);
    const watch = await startWatched(place, port, options);
    write(file, { ...remembered, port, startedBy: markOf(process.pid) });
    startedHere.set(place.folder, watch);
    const superuserUrl = urlOf(SUPERUSER, remembered.superuserPassword, port, 'postgres');
    if (isNew) {
      await createRoles(superuserUrl, remembered.appPassword);
      rmSync(join(place.folder, 'initializing'));
    }
    const url = urlOf(APP_ROLE, remembered.appPassword, port, DATABASE);
    await ensureViewRoles(superuserUrl, remembered);
    const psqlLine = `psql '${urlOf(READER_ROLE, readerPassword, port, DATABASE)}'`;
    const psqlWriteLine = `psql '${urlOf(WRITER_ROLE, writerPassword, port, DATABASE)}'`;
    const lines = { psqlLine, psqlWriteLine };
    return new EmbeddedPostgres({ url, superuserUrl, folder: place.folder, ...lines }, watch, () =>
      write(file, { ...remembered, port }),
    );
  }

  /** Disconnects everybody; what was committed stays. A second call does nothing. */
  async stop(): Promise<void> {
    this.watch.letGo();
    if (startedHere.get(this.folder) !== this.watch) return;
    startedHere.delete(this.folder);
    await this.watch.stop();
    if (existsSync(this.folder)) this.forget();
  }
}

/** By their folders: servers that this process has started and not stopped. */
const startedHere = new Map<string, ServerWatch>();

/** Of the machine's memory, and of megabytes at most and at least: pages are taken as they are needed. */
const BUFFERS = { share: 1 / 16, most: 512, least: 128 };
const megabytes = Math.round((totalmem() * BUFFERS.share) / 2 ** 20);
const DEFAULTS = {
  ...{ max_connections: '100', max_wal_size: '2GB', jit: 'off', log_min_messages: 'warning' },
  shared_buffers: `${Math.max(BUFFERS.least, Math.min(BUFFERS.most, megabytes))}MB`,
};
const UNSAFE = { fsync: 'off', full_page_writes: 'off', synchronous_commit: 'off' };

async function startWatched(
  place: ServerPlace,
  port: number,
  { fsync = true, settings = {}, news = {} }: EmbeddedOptions,
): Promise<ServerWatch> {
  // Its own lock is left where it is: with it a server sees whether processes of the one before still hold its memory.
  const start = () => startServer(place, port, { ...DEFAULTS, ...(fsync ? {} : UNSAFE), ...settings });
  return new ServerWatch(await start(), start, { ended: () => undefined, gone: () => undefined, ...news });
}

function recall(file: string): Remembered {
  if (existsSync(file)) return remembered(file);
  const fresh = { superuserPassword: secret(), appPassword: secret() };
  // Before the cluster exists: its passwords must not be lost between the two.
  write(file, fresh);
  return fresh;
}

/** Throws `config.data_folder_unusable`: without its passwords the data cannot be opened. */
function remembered(file: string): Remembered {
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as Remembered;
  } catch (cause) {
    throw new SyncError('config.data_folder_unusable', `${file} cannot be read as JSON`, { cause });
  }
}

function write(file: string, remembered: Remembered): void {
  writeFileSync(file, JSON.stringify(remembered), { mode: 0o600 });
}

function secret(): string {
  return randomBytes(18).toString('base64url');
}

function refuseIfInUse({ startedBy }: Remembered, { folder, pgdata }: ServerPlace): void {
  if (startedBy === undefined || runningServer(pgdata) === undefined) return;
  const isOurs = startedBy.pid === process.pid;
  // A process that was killed left its server behind; its number may be ours by now.
  if (isOurs ? !startedHere.has(folder) : !isAlive(startedBy)) return;
  throw new SyncError(
    'config.data_folder_in_use',
    `Process ${startedBy.pid} runs the embedded Postgres in ${folder} already`,
  );
}

function urlOf(user: string, password: string, port: number, database: string): string {
  return `postgresql://${user}:${password}@127.0.0.1:${port}/${database}`;
}

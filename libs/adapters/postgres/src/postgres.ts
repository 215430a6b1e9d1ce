import { holdRestored } from './engine/hold-restored.js';
import type {
  BreakerBoard,
  CallTally,
  DatabaseWatch,
  EventLog,
  KeptAnswers,
  Logger,
  Outbox,
  QuotaLedger,
  SealedTexts,
  SetSetting,
  Store,
  PageSpill,
  StuckMessages,
  TokenVault,
} from '@evenkeel/ports';
import { findSettings } from './engine/repository.js';
import { Database } from './database/database.js';
import { asSyncError } from './database/database-error.js';
import { PostgresWatch, type WatchOptions } from './database/postgres-watch.js';
import { Transactor, type TransactorOptions } from './database/transactor.js';
import { PostgresBreakerBoard } from './limits/breaker-board.js';
import { PostgresCallTally } from './limits/call-tally.js';
import { PostgresKeptAnswers } from './limits/kept-answers.js';
import { PostgresQuotaLedger } from './limits/quota-ledger.js';
import { PostgresSealedTexts } from './limits/sealed-texts.js';
import { PostgresTokenVault } from './limits/token-vault.js';
import {
  measureConcerns,
  measureConflicts,
  measureHealth,
  measureSize,
  type AllConcernFacts,
  type DatabaseHealth,
  type OpenConflicts,
} from './measurements.js';
import { measureDurations, measureJobs, type AllJobFigures, type JobDurations } from './job-measurements.js';
import { PostgresEventLog } from './event/event-log.js';
import { isUpToDate } from './migrations/up-to-date.js';
import { PostgresOutbox } from './outbox/outbox.js';
import { PostgresPageSpill } from './page/page-spill.js';
import { PostgresStuckMessages } from './outbox/stuck-messages.js';
import { PostgresStore } from './store.js';

export interface PostgresOptions extends TransactorOptions, WatchOptions {
  /** `postgresql://user:password@host:port/database`, PostgreSQL 15 or newer. */
  readonly url: string;
  /** Connections at most; default 10. */
  readonly poolSize?: number;
  /** Of each session, besides those that the engine always asks for. */
  readonly sessionSettings?: Readonly<Record<string, string>>;
  readonly log?: Logger;
}

export interface Postgres {
  readonly store: Store;
  readonly outbox: Outbox;
  readonly events: EventLog;
  readonly stuckMessages: StuckMessages;
  readonly pageSpill: PageSpill;
  readonly quotaLedger: QuotaLedger;
  readonly breakerBoard: BreakerBoard;
  readonly callTally: CallTally;
  readonly tokenVault: TokenVault;
  readonly sealedTexts: SealedTexts;
  readonly keptAnswers: KeptAnswers;
  readonly watch: DatabaseWatch;
  /** Brings the schema up to date; safe to call from several processes at once. */
  migrate(): Promise<void>;
  /** Pauses connections that are written to where the store was restored since a process last started on it; gives how many. */
  holdRestored(): Promise<number>;
  /** Rejects with `system.database` when the database does not answer. */
  ping(): Promise<void>;
  health(): Promise<DatabaseHealth>;
  /** Of every job that is there. */
  jobFigures(): Promise<AllJobFigures>;
  /** Of every job and mode with runs that completed within seven days. */
  jobDurations(): Promise<readonly JobDurations[]>;
  /** By kind and age, also where there are none. */
  openConflicts(): Promise<readonly OpenConflicts[]>;
  concernFacts(): Promise<AllConcernFacts>;
  /** What people set of the engine while it runs. */
  engineSettings(): Promise<readonly SetSetting[]>;
  /** Bytes of its files: it looks at each of them. */
  size(): Promise<number>;
  close(): Promise<void>;
}

/** Connects at first use. */
export function createPostgres(options: PostgresOptions): Postgres {
  const database = new Database(options);
  const watch = new PostgresWatch(options);
  const transactor = new Transactor(database, options, watch);
  const outbox = new PostgresOutbox(transactor);
  return {
    store: new PostgresStore(transactor, outbox),
    outbox,
    events: new PostgresEventLog(transactor),
    stuckMessages: new PostgresStuckMessages(transactor),
    pageSpill: new PostgresPageSpill(transactor),
    quotaLedger: new PostgresQuotaLedger(transactor),
    breakerBoard: new PostgresBreakerBoard(transactor),
    callTally: new PostgresCallTally(transactor),
    tokenVault: new PostgresTokenVault(transactor),
    sealedTexts: new PostgresSealedTexts(transactor),
    watch,
    keptAnswers: new PostgresKeptAnswers(transactor),
    migrate: () => migrate(options),
    holdRestored: () => holdRestored(transactor),
    ping: () => transactor.run('ping', async (session) => void (await session.row('select 1'))),
    health: () => measureHealth(transactor),
    jobFigures: () => measureJobs(transactor),
    jobDurations: () => measureDurations(transactor),
    openConflicts: () => measureConflicts(transactor),
    concernFacts: () => measureConcerns(transactor),
    engineSettings: () => transactor.run('engine settings', findSettings),
    size: () => measureSize(transactor),
    close: () => database.close(),
  };
}

/** TypeORM is here for its migration runner alone: only a process that finds something to do loads it. */
async function migrate(options: PostgresOptions): Promise<void> {
  try {
    if (await isUpToDate(options.url)) return;
    const runner = await import('./migrations/migrate.js');
    await runner.migrate(options);
  } catch (error) {
    throw asSyncError(error);
  }
}

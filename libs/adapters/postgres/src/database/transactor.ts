import type { TenantId } from '@evenkeel/domain';
import { escapeLiteral } from 'pg';
import type { Database, Lease } from './database.js';
import { asSyncError, kindOf, type DatabaseErrorKind } from './database-error.js';
import type { PostgresWatch } from './postgres-watch.js';
import { Session, type StatementGate } from './session.js';

export interface TransactorOptions {
  readonly gate?: StatementGate | undefined;
  /** What the database's clock is to say within each transaction; by default it is not interfered with. */
  readonly databaseClock?: (() => Date | undefined) | undefined;
  /** W3C `traceparent` of what is under way, to be written down with what follows from it; left out: nothing is followed. */
  readonly trace?: (() => string | undefined) | undefined;
  /** Waits before attempt `attempt` (from 2) after an error of this kind. */
  readonly backOff?: ((attempt: number, kind: DatabaseErrorKind) => Promise<void>) | undefined;
}

const MAX_ATTEMPTS = 5;
const FIRST_DELAY_MS: Partial<Record<DatabaseErrorKind, number>> = { contention: 5, connection: 100 };

/** What the database threw, as opposed to what the work did. */
class DatabaseFailure extends Error {
  constructor(
    readonly thrown: unknown,
    readonly mayRunAgain: boolean,
  ) {
    super('database failure');
  }
}

type Work<T> = (session: Session) => Promise<T>;

/** Runs work in transactions, again where the database asks for it. */
export class Transactor {
  private transactions = 0;

  constructor(
    private readonly database: Database,
    private readonly options: TransactorOptions,
    private readonly watch?: PostgresWatch,
  ) {}

  /** Rejects with what `work` threw, or with a SyncError where the database did. */
  async run<T>(name: string, work: Work<T>, tenantId: TenantId | null = null): Promise<T> {
    const label = `${name} ${++this.transactions}`;
    return this.tryAgain(() => this.attempt(label, work, tenantId));
  }

  /** As {@link run}, for work that reads with one statement: nothing is begun, and nothing is to be committed. */
  async read<T>(name: string, work: Work<T>, tenantId: TenantId | null = null): Promise<T> {
    const label = `${name} ${++this.transactions}`;
    return this.tryAgain(() => this.attemptRead(label, work, tenantId));
  }

  private async tryAgain<T>(attemptOnce: () => Promise<T>): Promise<T> {
    for (let attempt = 1; ; attempt += 1) {
      try {
        const result = await attemptOnce();
        this.watch?.answered();
        return result;
      } catch (error) {
        if (!(error instanceof DatabaseFailure)) throw error;
        this.watch?.failed(error.thrown);
        if (!error.mayRunAgain || attempt === MAX_ATTEMPTS) throw asSyncError(error.thrown);
        await (this.options.backOff ?? jitteredBackOff)(attempt + 1, kindOf(error.thrown));
      }
    }
  }

  private async attempt<T>(label: string, work: Work<T>, tenantId: TenantId | null): Promise<T> {
    const { client, release } = await this.lease();
    const session = new Session(client, label, this.options.gate, tenantId, { trace: this.options.trace });
    let isCommitting = false;
    try {
      await session.write(beginOf(tenantId, this.options.databaseClock?.()));
      const result = await work(session);
      isCommitting = true;
      await session.write('commit');
      return result;
    } catch (error) {
      // Not through the gate: this also clears up after a simulated crash. On a lost connection there is nothing to undo.
      await client.query('rollback').catch(() => undefined);
      throw session.hasRaised(error) ? new DatabaseFailure(error, mayRunAgain(error, isCommitting)) : error;
    } finally {
      release();
    }
  }

  private async attemptRead<T>(label: string, work: Work<T>, tenantId: TenantId | null): Promise<T> {
    const { client, release } = await this.lease();
    const session = new Session(client, label, this.options.gate, tenantId, { most: 1 });
    try {
      return await work(session);
    } catch (error) {
      throw session.hasRaised(error) ? new DatabaseFailure(error, mayRunAgain(error, false)) : error;
    } finally {
      release();
    }
  }

  private async lease(): Promise<Lease> {
    try {
      return await this.database.lease();
    } catch (error) {
      throw new DatabaseFailure(error, mayRunAgain(error, false));
    }
  }
}

/** One round trip: the transaction, for the database whose it is, at what time, and that what it writes is no local change. */
function beginOf(tenantId: TenantId | null, now: Date | undefined): string {
  return [
    `begin isolation level read committed; set local evenkeel.engine = 'on'`,
    ...(tenantId === null ? [] : [`set local evenkeel.tenant = ${escapeLiteral(tenantId)}`]),
    ...(now === undefined ? [] : [`set local evenkeel.now = ${escapeLiteral(now.toISOString())}`]),
  ].join('; ');
}

function mayRunAgain(error: unknown, isCommitting: boolean): boolean {
  const kind = kindOf(error);
  // Where the answer to a commit got lost, it may have happened.
  return kind === 'contention' || (kind === 'connection' && !isCommitting);
}

async function jitteredBackOff(attempt: number, kind: DatabaseErrorKind): Promise<void> {
  const delayMs = (FIRST_DELAY_MS[kind] ?? 0) * 2 ** (attempt - 2) * (0.5 + Math.random());
  await new Promise((resolve) => setTimeout(resolve, delayMs));
}

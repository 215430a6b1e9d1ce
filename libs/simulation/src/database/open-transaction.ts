import { AsyncLocalStorage } from 'node:async_hooks';
import type { SessionIdentity, StatementGate } from '@evenkeel/adapter-postgres';

/**
 * `moving`: it runs without the scheduler (a promise, a connection that opens, a rollback) and will get to another state
 * by itself. `parked`: its next statement waits to be let through. `asked`: the database has the statement. `answered`: the
 * answer waits to be handed on. `inner`: it waits for another transaction that it has opened.
 */
export type TransactionState = 'moving' | 'parked' | 'asked' | 'answered' | 'inner';

/** What a transaction has to ask those who watch over all of them. */
export interface Watch {
  isDead(owner: string): boolean;
  /** Called whenever a transaction comes to another state. */
  noteChange(): void;
  /** Called when a transaction begins: also anew, after what it had done and locked was rolled back. */
  noteBegin(): void;
  /** Called when a commit was answered; what it throws takes the place of the answer. */
  noteCommit(transaction: OpenTransaction): void;
}

/** What a statement of a crashed process meets. */
export class ProcessCrashed extends Error {}

const current = new AsyncLocalStorage<OpenTransaction>();

/** The gate of every database connection in the simulator: it finds the transaction by the asynchronous context. */
export const simulatedGate: StatementGate = {
  before: (session, sql) => current.getStore()?.before(session, sql) ?? Promise.resolve(),
  after: (_, sql) => current.getStore()?.after(sql) ?? Promise.resolve(),
};

/** One transaction of one simulated process, with its runs anew, from the first statement to the last. */
export class OpenTransaction {
  state: TransactionState = 'moving';
  pid = 0;
  /** The statement that is parked, asked or answered. */
  sql = '';
  /** Whether it has changed rows. */
  wrote = false;
  /** Whether it has added messages to the outbox. */
  added = false;
  private locked = false;
  private goOn: () => void = () => undefined;
  private refusal: Error | undefined;

  constructor(
    /** Of its owner, in the order in which they were opened. */
    readonly number: number,
    readonly owner: string,
    private readonly watch: Watch,
  ) {}

  /** Runs the work inside of this transaction; the one around it waits meanwhile. */
  async carry<T>(work: () => Promise<T>): Promise<T> {
    const outer = current.getStore();
    outer?.move('inner');
    try {
      return await current.run(this, work);
    } finally {
      outer?.move('moving');
    }
  }

  /** Lets the parked statement through, or makes it fail with `refusal`. */
  release(refusal?: Error): void {
    this.refusal = refusal;
    this.move(refusal === undefined && !this.watch.isDead(this.owner) ? 'asked' : 'moving');
    this.goOn();
  }

  /** Hands on the answer that waits. */
  handOn(): void {
    this.move('moving');
    this.goOn();
  }

  async before({ pid }: SessionIdentity, sql: string): Promise<void> {
    this.pid = pid;
    this.refuseIfDead();
    if (isBegin(sql)) {
      this.wrote = this.added = this.locked = false;
      this.watch.noteBegin();
    }
    if (this.isNobodysBusiness(sql)) return this.move('moving');
    await this.wait('parked', sql);
    this.refuseIfDead();
    const { refusal } = this;
    this.refusal = undefined;
    if (refusal !== undefined) throw refusal;
  }

  async after(sql: string): Promise<void> {
    const isNobodysBusiness = this.isNobodysBusiness(sql);
    this.wrote ||= /^\s*(with|update|insert|delete)/i.test(sql);
    this.locked ||= sql.includes(' for no key update') || sql.includes(' for update');
    this.added ||= sql.includes('insert into outbox');
    if (isNobodysBusiness) return;
    await this.wait('answered', sql);
    if (sql === 'commit') this.watch.noteCommit(this);
    this.refuseIfDead();
  }

  private wait(state: TransactionState, sql: string): Promise<void> {
    return new Promise((goOn) => {
      this.sql = sql;
      this.goOn = goOn;
      this.move(state);
    });
  }

  private move(state: TransactionState): void {
    this.state = state;
    this.watch.noteChange();
  }

  private isNobodysBusiness(sql: string): boolean {
    if (sql === 'commit') return !this.wrote && !this.locked;
    return NOBODYS_BUSINESS.test(sql.trimStart());
  }

  private refuseIfDead(): void {
    if (this.watch.isDead(this.owner)) throw new ProcessCrashed(this.owner);
  }
}

/**
 * What happens at a moment that nobody else could notice need not wait for the scheduler: it begins, asks for the time or for
 * what never changes, or writes rows that are its own, by a lock or because they are new, until the commit.
 */
const NOBODYS_BUSINESS = new RegExp(
  `^(${[
    'begin',
    'select engine_now\\(\\) as now$',
    'select j\\.id, j\\.tenant_id',
    'select id, tenant_id, name, connector',
    'select sealed from credential',
    'insert into (outbox|chunk|trigger|outcome) ',
    'delete from outbox where id = any',
    'update execution set receipt',
  ].join('|')})`,
);

function isBegin(sql: string): boolean {
  return sql.startsWith('begin');
}

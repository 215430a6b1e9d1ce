import { AsyncLocalStorage } from 'node:async_hooks';
import type { SessionIdentity, StatementGate } from '@evenkeel/adapter-postgres';

/**
 * `moving`: it runs without the scheduler (a promise, a connection that opens, a rollback) and will get to another state
 * by itself. `ready`: what it does next no other session can observe, but it must not be done beside others that move. `parked`: its
 * next statement waits to be let through. `asked`: the database has the statement. `answered`: the answer waits to be handed
 * on. `inner`: it waits for another transaction that it has opened.
 */
export type TransactionState = 'moving' | 'ready' | 'parked' | 'asked' | 'answered' | 'inner';

/** What a transaction has to ask those who watch over all of them. */
export interface Watch {
  isDead(owner: string): boolean;
  noteState(transaction: OpenTransaction): void;
  /** Called before what may give locks back: a commit, or an end in which everything is undone. */
  noteUnlocking(): void;
  /** Called as soon as locks are known to be given back: others that wait for them go on by themselves. */
  noteUnlocked(): void;
  /** Called when the answer to a commit is handed on; what it throws takes its place. */
  noteCommit(transaction: OpenTransaction): void;
}

/** What a statement of a crashed process meets. */
export class ProcessCrashed extends Error {}

const current = new AsyncLocalStorage<OpenTransaction>();
let asked = 0;

/** The gate of every database connection in the simulator: it finds the transaction by the asynchronous context. */
export const simulatedGate: StatementGate = {
  // The server would count real time: on a busy machine a seed would take other steps.
  rowWait: '0',
  before: (session, sql) => current.getStore()?.before(session, sql) ?? Promise.resolve(),
  after: (_, sql) => current.getStore()?.after(sql) ?? Promise.resolve(),
  refused: (_, sql) => current.getStore()?.refused(sql) ?? Promise.resolve(),
};

/** One transaction of one simulated process, with its runs anew, from the first statement to the last. */
export class OpenTransaction {
  state: TransactionState = 'moving';
  pid = 0;
  askedAt = 0;
  /** The statement that is parked, asked or answered. */
  sql = '';
  /** Whether it has changed rows. */
  wrote = false;
  /** Whether it has changed others than those of the outbox that it has relayed. */
  didMore = false;
  /** Whether it has added messages to the outbox. */
  added = false;
  private locked = false;
  private goOn: () => void = () => undefined;
  private refusal: Error | undefined;
  private isRefused = false;

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
    if (refusal !== undefined || unlocks(this.sql)) this.watch.noteUnlocking();
    this.move(refusal === undefined && !this.watch.isDead(this.owner) ? 'asked' : 'moving');
    this.goOn();
  }

  /** Its turn has come: an answer is handed on, or it does what no other session can observe. */
  takeTurn(): void {
    if (this.isRefused || this.watch.isDead(this.owner)) this.watch.noteUnlocking();
    this.move('moving');
    this.goOn();
  }

  /** Its process is dead: what it wanted to say will fail when its turn comes. */
  giveUp(): void {
    this.move('ready');
  }

  async before({ pid }: SessionIdentity, sql: string): Promise<void> {
    this.pid = pid;
    this.refuseIfDead();
    if (isBegin(sql)) this.beginAnew();
    await this.wait(this.isUnobservable(sql) ? 'ready' : 'parked', sql);
    this.refuseIfDead();
    const { refusal } = this;
    this.refusal = undefined;
    if (refusal !== undefined) throw refusal;
  }

  async after(sql: string): Promise<void> {
    const isUnobservable = this.isUnobservable(sql);
    const isWriting = /^\s*(with|update|insert|delete)/i.test(sql);
    this.wrote ||= isWriting;
    this.didMore ||= isWriting && !RELAYED.test(sql);
    this.locked ||= sql.includes(' for no key update') || sql.includes(' for update');
    this.added ||= sql.includes('insert into outbox');
    if (isUnobservable) return;
    if (unlocks(sql)) this.watch.noteUnlocked();
    await this.wait('answered', sql);
    if (sql === 'commit') this.watch.noteCommit(this);
    this.refuseIfDead();
  }

  /** An error is an answer like any other: what comes of it waits for its turn. */
  async refused(sql: string): Promise<void> {
    this.isRefused = true;
    // The server has undone everything by now.
    this.watch.noteUnlocked();
    await this.wait('answered', sql);
    this.isRefused = false;
  }

  private beginAnew(): void {
    // After what it had done and locked was rolled back.
    if (this.wrote || this.locked) this.watch.noteUnlocked();
    this.wrote = this.didMore = this.added = this.locked = false;
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
    if (state === 'asked') this.askedAt = ++asked;
    this.watch.noteState(this);
  }

  private isUnobservable(sql: string): boolean {
    if (sql === 'commit') return !this.wrote && !this.locked;
    return UNOBSERVABLE.test(sql.trimStart());
  }

  private refuseIfDead(): void {
    if (this.watch.isDead(this.owner)) throw new ProcessCrashed(this.owner);
  }
}

/**
 * What no other session can observe need not wait for the scheduler: it begins, asks for the time, for
 * what never changes here or only under a lock that it holds, or writes rows that are its own, by a lock or because they are
 * new, until the commit.
 */
const UNOBSERVABLE = new RegExp(
  `^(${[
    'begin',
    'select engine_now\\(\\) as now$',
    'select j\\.id, j\\.tenant_id',
    'select id, tenant_id, name, connector',
    'select sealed from credential',
    'select began_at as "beganAt"',
    'select coalesce\\(sum\\(calls\\)',
    'select r\\.id from group_run',
    'select from close_out where execution_id',
    'select c\\.complete, c\\.reason',
    'select p\\.chunk_id as "chunkId"',
    'select c\\.id as "chunkId", count\\(p\\.page_no\\)',
    'insert into (outbox|chunk|trigger|outcome) ',
    'delete from outbox where id = any',
    'update execution set receipt',
  ].join('|')})`,
);

const RELAYED = /^\s*delete from outbox where id = any/;

function unlocks(sql: string): boolean {
  return sql === 'commit' || sql.startsWith('rollback');
}

function isBegin(sql: string): boolean {
  return sql.startsWith('begin');
}

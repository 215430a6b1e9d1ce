import { whoActs } from '../world/acting.js';
import type { Monitor } from './monitor.js';
import { OpenTransaction, type Watch } from './open-transaction.js';
import { describeProcess, isAtWork } from './server-process.js';
import { Standstill } from './standstill.js';

/** How long a statement may take before the simulator looks whether it waits for a lock, in real milliseconds. */
const PATIENCE_MS = 1;

/** In the form in which the database driver tells that a connection went away. */
export class ConnectionLost extends Error {
  readonly code = 'ECONNRESET';
}

/** A commit was answered: by whom, and whether it changed anything. */
export interface Commit {
  readonly owner: string;
  readonly wrote: boolean;
  /** Whether that was more than that messages were relayed. */
  readonly didMore: boolean;
  readonly added: boolean;
  /** The handler or sweep whose work it was. */
  readonly by: string | undefined;
}

/** All open transactions of one world: each statement waits until the scheduler lets it through. */
export class Transactions implements Watch {
  private readonly open = new Set<OpenTransaction>();
  private readonly dead = new Set<string>();
  /** Known to wait for locks; true until a session gives locks back. */
  private readonly blocked = new Set<OpenTransaction>();
  private readonly standstill = new Standstill<OpenTransaction>();
  private commits: Commit[] = [];
  private readonly numbered = new Map<string, number>();
  private losesNextAnswer = false;
  private changes = 0;
  private isAbandoned = false;
  private wake: () => void = () => undefined;

  constructor(private readonly monitor: Monitor) {}

  get count(): number {
    return this.open.size;
  }

  /** Those whose next statement waits to be let through. */
  parked(): readonly OpenTransaction[] {
    return this.inState('parked');
  }

  async run<T>(owner: string, work: () => Promise<T>): Promise<T> {
    const number = (this.numbered.get(owner) ?? 0) + 1;
    this.numbered.set(owner, number);
    const transaction = new OpenTransaction(number, owner, this);
    this.open.add(transaction);
    try {
      return await transaction.carry(work);
    } finally {
      this.open.delete(transaction);
      this.blocked.clear();
      this.noteChange();
    }
  }

  /** Everything this process still wants to say fails; its transactions are rolled back. */
  crash(owner: string): void {
    this.dead.add(owner);
    for (const transaction of this.parked()) if (transaction.owner === owner) transaction.giveUp();
  }

  /** The next commit happens, but its process hears that the connection is gone. */
  loseNextAnswer(): void {
    this.losesNextAnswer = true;
  }

  /** The commits since the last call. */
  takeCommits(): readonly Commit[] {
    const { commits } = this;
    this.commits = [];
    return commits;
  }

  isDead(owner: string): boolean {
    return this.dead.has(owner);
  }

  noteState(transaction: OpenTransaction): void {
    if (transaction.state !== 'asked') this.standstill.unblock(transaction);
    // Who got to the head of a queue may have let others pass: a row that is no longer what it looks for is not kept locked.
    if (transaction.state !== 'asked' && this.blocked.has(transaction)) this.blocked.clear();
    this.noteChange();
  }

  noteUnlocking(): void {
    if (this.blocked.size > 1) this.standstill.stop(this.blocked);
    this.blocked.clear();
  }

  noteUnlocked(): void {
    this.blocked.clear();
  }

  noteCommit({ owner, wrote, didMore, added }: OpenTransaction): void {
    const isLost = this.losesNextAnswer;
    this.losesNextAnswer = false;
    // Who does not hear of a commit does not relay either.
    this.commits.push({ owner, wrote, didMore, added: added && !isLost, by: whoActs() });
    if (isLost) throw new ConnectionLost('the answer to a commit was lost');
  }

  /**
   * Resolves when nothing moves any more: every transaction waits for the scheduler, or for a lock that another one
   * holds. Of those that can go on by themselves one moves at a time, in the order of their transactions.
   */
  async settle(): Promise<void> {
    try {
      while (!this.isAbandoned) {
        await nextRound();
        if (this.some('moving')) {
          await this.change(50);
          continue;
        }
        const asked = this.inState('asked').filter((transaction) => !this.standstill.has(transaction));
        if (asked.some((transaction) => !this.blocked.has(transaction))) {
          if (!(await this.change(PATIENCE_MS)) && !isAnyAtWork(asked)) await this.look(asked);
          continue;
        }
        const [next] = this.inState('answered', 'ready');
        if (next !== undefined) next.takeTurn();
        else if (!this.standstill.letNextGoOn()) return;
      }
    } finally {
      this.standstill.letAllGoOn();
    }
  }

  /** What each open transaction waits for, and where its server process is, for a person. */
  describe(): string {
    const lines = [...this.open].map((transaction) => {
      const { owner, number, state, pid, sql } = transaction;
      const server = pid === 0 ? 'no server process yet' : `process ${pid} ${describeProcess(pid)}`;
      const isStill = this.standstill.has(transaction) ? ', stopped by the simulator' : '';
      return `${owner} #${number} ${state}, ${server}${isStill}: ${sql.replace(/\s+/g, ' ').slice(0, 80)}`;
    });
    return lines.length === 0 ? 'no transaction is open' : lines.join('\n  ');
  }

  get isGivenUp(): boolean {
    return this.isAbandoned;
  }

  /** Nothing settles any more: what was stopped goes on, so that the server is free for others. */
  giveUp(): void {
    this.isAbandoned = true;
    this.standstill.letAllGoOn();
    this.noteChange();
  }

  private noteChange(): void {
    this.changes += 1;
    this.wake();
  }

  private some(state: OpenTransaction['state']): boolean {
    for (const transaction of this.open) if (transaction.state === state) return true;
    return false;
  }

  /** In an order that does not depend on whose answer came first. */
  private inState(...states: readonly OpenTransaction['state'][]): readonly OpenTransaction[] {
    const those = [...this.open].filter(({ state }) => states.includes(state));
    return those.sort((one, other) => compare(one.owner, other.owner) || one.number - other.number);
  }

  /** Only where all of them wait for locks is it certain that none goes on by itself. */
  private async look(asked: readonly OpenTransaction[]): Promise<void> {
    const { changes } = this;
    const areStuck = await this.monitor.areStuck(asked.map(({ pid }) => pid));
    if (areStuck && this.changes === changes) for (const transaction of asked) this.blocked.add(transaction);
  }

  /** Whether something changed within so many real milliseconds. */
  private change(withinMs: number): Promise<boolean> {
    return new Promise((resolve) => {
      const timer = setTimeout(() => resolve(false), withinMs);
      this.wake = () => {
        clearTimeout(timer);
        this.wake = () => undefined;
        resolve(true);
      };
    });
  }
}

/** Whether the server works on one of them, or waits for a processor to do so: then it waits for no lock, and need not be asked for what. */
function isAnyAtWork(asked: readonly OpenTransaction[]): boolean {
  return asked.some(({ pid }) => isAtWork(pid));
}

function compare(one: string, other: string): number {
  if (one === other) return 0;
  return one < other ? -1 : 1;
}

function nextRound(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}

import type { SessionIdentity, StatementGate } from '@evenkeel/adapter-postgres';

/** A statement that waits to be let through. */
export interface Parked {
  readonly owner: string;
  readonly pid: number;
  readonly sql: string;
  readonly release: () => void;
}

/** What a statement of a crashed process meets. */
export class ProcessCrashed extends Error {}

/** In the form in which the database driver tells that a connection went away. */
class AnswerLost extends Error {
  readonly code = 'ECONNRESET';
}

/** Holds back every statement of every simulated process until the scheduler picks it. */
export class StatementGates {
  private parked: Parked[] = [];
  private readonly underWay = new Set<number>();
  private readonly crashed = new Set<string>();
  private losesNextCommit = false;

  get waiting(): readonly Parked[] {
    return this.parked;
  }

  /** Server processes that were let through and have not answered yet. */
  get unanswered(): readonly number[] {
    return [...this.underWay];
  }

  /** The database is done with it although nobody was told: its statement failed. */
  markAnswered(pid: number): void {
    this.underWay.delete(pid);
  }

  release(statement: Parked): void {
    this.parked = this.parked.filter((other) => other !== statement);
    statement.release();
  }

  loseNextCommitAnswer(): void {
    this.losesNextCommit = true;
  }

  /** Everything this process still wants to say fails; its transactions are rolled back. */
  crash(owner: string): void {
    this.crashed.add(owner);
    for (const statement of this.parked.filter((parked) => parked.owner === owner)) this.release(statement);
  }

  of(owner: string): StatementGate {
    return {
      before: (session, sql) => this.park(owner, session, sql),
      after: (session, sql) => this.answer(owner, session, sql),
    };
  }

  private async park(owner: string, { pid }: SessionIdentity, sql: string): Promise<void> {
    this.underWay.delete(pid);
    if (!this.crashed.has(owner)) {
      await new Promise<void>((release) => this.parked.push({ owner, pid, sql, release }));
    }
    if (this.crashed.has(owner)) throw new ProcessCrashed(owner);
    this.underWay.add(pid);
  }

  private answer(owner: string, { pid }: SessionIdentity, sql: string): Promise<void> {
    this.underWay.delete(pid);
    if (this.crashed.has(owner)) return Promise.reject(new ProcessCrashed(owner));
    if (sql === 'commit' && this.losesNextCommit) {
      this.losesNextCommit = false;
      return Promise.reject(new AnswerLost('the answer to a commit was lost'));
    }
    return Promise.resolve();
  }
}

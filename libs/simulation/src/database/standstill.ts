import { canBeStopped, goOn, stopWhileTheyWait } from './server-process.js';

/** A database session that waits for a lock. */
interface Waiting {
  /** Its server process. */
  readonly pid: number;
  /** Counts up with every statement that the database is asked. */
  readonly askedAt: number;
  readonly state: string;
}

/** How long a server process may take to wait for its lock after it was seen to be blocked, on a busy machine. */
const STOPPED_WITHIN_MS = 20_000;

/**
 * Sessions that the database wakes for one lock may race for it. So while locks are given back all that wait for some stand still,
 * and go on one after the other, in the order in which they came. Where this system does not tell where a process was
 * stopped none is, and the server decides.
 */
export class Standstill<Session extends Waiting> {
  private readonly still = new Set<Session>();
  /** Those whose turn came while what they wait for was held by another that stood still. */
  private readonly again = new Set<Session>();
  private last: Session | undefined;

  has(session: Session): boolean {
    return this.still.has(session) || this.again.has(session);
  }

  stop(sessions: Iterable<Session>): void {
    this.stopIn(this.still, [...sessions]);
  }

  /** Lets the next one go on; false if none stands still. To be asked when the one before got what it wants, or is stuck again. */
  letNextGoOn(): boolean {
    if (this.last?.state === 'asked' && this.still.size > 0) this.stopIn(this.again, [this.last]);
    this.last = undefined;
    const next = firstOf(this.still);
    if (next !== undefined) {
      this.still.delete(next);
      this.last = next;
      goOn(next.pid);
      return true;
    }
    const later = firstOf(this.again);
    if (later === undefined) return false;
    this.again.delete(later);
    goOn(later.pid);
    return true;
  }

  /**
   * Out of turn: its answer was on its way when it was stopped, for example the error of a deadlock. What it does next, a
   * rollback for example, needs its server process.
   */
  unblock(session: Session): void {
    if (!this.has(session)) return;
    this.still.delete(session);
    this.again.delete(session);
    goOn(session.pid);
  }

  /** Wakes all at once, whatever comes of it. */
  letAllGoOn(): void {
    for (const { pid } of [...this.still, ...this.again]) goOn(pid);
    this.still.clear();
    this.again.clear();
    this.last = undefined;
  }

  private stopIn(place: Set<Session>, sessions: readonly Session[]): void {
    const stopped = sessions.filter(({ pid }) => canBeStopped(pid));
    stopWhileTheyWait(
      stopped.map(({ pid }) => pid),
      STOPPED_WITHIN_MS,
    );
    for (const session of stopped) place.add(session);
  }
}

function firstOf<Session extends Waiting>(sessions: Iterable<Session>): Session | undefined {
  return [...sessions].sort((one, other) => one.askedAt - other.askedAt)[0];
}

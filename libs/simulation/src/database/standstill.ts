/** A database session that waits for a lock. */
interface Waiting {
  /** Its server process. */
  readonly pid: number;
  /** Counts up with every statement that the database is asked. */
  readonly askedAt: number;
  readonly state: string;
}

/**
 * Whom the database wakes for one lock may race for it. So while locks are given back all who wait for some stand still, and
 * go on one after the other, in the order in which they came.
 */
export class Standstill<Session extends Waiting> {
  private readonly still = new Set<Session>();
  /** Those whose turn came while what they wait for was held by another who stood still. */
  private readonly again = new Set<Session>();
  private last: Session | undefined;

  has(session: Session): boolean {
    return this.still.has(session) || this.again.has(session);
  }

  stop(sessions: Iterable<Session>): void {
    for (const session of sessions) {
      signal(session.pid, 'SIGSTOP');
      this.still.add(session);
    }
  }

  /** Lets the next one go on; false if nobody stands still. To be asked when the one before got what it wants, or is stuck again. */
  letNextGoOn(): boolean {
    if (this.last?.state === 'asked' && this.still.size > 0) {
      signal(this.last.pid, 'SIGSTOP');
      this.again.add(this.last);
    }
    this.last = undefined;
    const next = firstOf(this.still);
    if (next !== undefined) {
      this.still.delete(next);
      this.last = next;
      signal(next.pid, 'SIGCONT');
      return true;
    }
    const later = firstOf(this.again);
    if (later === undefined) return false;
    this.again.delete(later);
    signal(later.pid, 'SIGCONT');
    return true;
  }

  letAllGoOn(): void {
    this.last = undefined;
    while (this.letNextGoOn());
  }
}

function firstOf<Session extends Waiting>(sessions: Iterable<Session>): Session | undefined {
  return [...sessions].sort((one, other) => one.askedAt - other.askedAt)[0];
}

/** To a process of the test database, which runs on this machine. Windows has no such signals: there the server decides. */
function signal(pid: number, name: 'SIGSTOP' | 'SIGCONT'): void {
  if (process.platform !== 'win32') process.kill(pid, name);
}

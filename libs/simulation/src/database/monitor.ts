import { Client } from 'pg';

/** A connection of its own, past every gate: what a simulation looks at its world through. */
export class Monitor {
  private last: Promise<unknown> = Promise.resolve();

  private constructor(private readonly client: Client) {}

  static async connect(url: string): Promise<Monitor> {
    const client = new Client({
      connectionString: url,
      options: '-c search_path=evenkeel,public -c jit=off',
    });
    await client.connect();
    return new Monitor(client);
  }

  /** One after the other: a connection answers one question at a time. A named statement is planned once. */
  async rows<Row extends object>(
    text: string,
    values: readonly unknown[] = [],
    name?: string,
  ): Promise<readonly Row[]> {
    const query = { text, values: [...values], ...(name === undefined ? {} : { name }) };
    const answer = this.last.then(() => this.client.query<Row>(query));
    this.last = answer.catch(() => undefined);
    return (await answer).rows;
  }

  /**
   * Whether each of these sessions waits for a lock, and not for one of each other in a circle: a deadlock ends by itself,
   * after the database's timeout.
   */
  async areStuck(pids: readonly number[]): Promise<boolean> {
    const rows = await this.rows<{ pid: number; blockers: readonly number[] }>(
      'select pid, pg_blocking_pids(pid) as blockers from unnest($1::int[]) as pid',
      [pids],
      'blockers',
    );
    const blockers = new Map(rows.map((row) => [row.pid, row.blockers]));
    const freed = new Set<number>();
    const leadsOut = (pid: number, path: readonly number[]): boolean => {
      const others = blockers.get(pid);
      // A session that waits for no lock, but for the scheduler.
      if (others === undefined || freed.has(pid)) return true;
      if (path.includes(pid)) return false;
      const out = others.every((other) => leadsOut(other, [...path, pid]));
      if (out) freed.add(pid);
      return out;
    };
    return rows.every(({ pid, blockers: others }) => others.length > 0 && leadsOut(pid, []));
  }

  async close(): Promise<void> {
    await this.client.end();
  }
}

import { Client } from 'pg';

export interface SessionStates {
  readonly active: ReadonlySet<number>;
  readonly blocked: ReadonlySet<number>;
}

/** A connection of its own, past every gate: what a simulation looks at its world through. */
export class Monitor {
  private last: Promise<unknown> = Promise.resolve();

  private constructor(private readonly client: Client) {}

  static async connect(url: string): Promise<Monitor> {
    const client = new Client({ connectionString: url, options: '-c search_path=evenkeel,public' });
    await client.connect();
    return new Monitor(client);
  }

  /** One after the other: a connection answers one question at a time. */
  async rows<Row extends object>(sql: string, values: readonly unknown[] = []): Promise<readonly Row[]> {
    const answer = this.last.then(() => this.client.query<Row>(sql, [...values]));
    this.last = answer.catch(() => undefined);
    return (await answer).rows;
  }

  async stateOf(pids: readonly number[]): Promise<SessionStates> {
    const rows = await this.rows<{ pid: number; blocked: boolean }>(
      `select pid, cardinality(pg_blocking_pids(pid)) > 0 as blocked
       from pg_stat_activity where pid = any($1::int[]) and state = 'active'`,
      [pids],
    );
    return {
      active: new Set(rows.map((row) => row.pid)),
      blocked: new Set(rows.filter((row) => row.blocked).map((row) => row.pid)),
    };
  }

  async close(): Promise<void> {
    await this.client.end();
  }
}

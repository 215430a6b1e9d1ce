import { createPostgres, type Postgres } from '@evenkeel/adapter-postgres';
import { Client } from 'pg';
import { simulatedGate } from './open-transaction.js';
import { Monitor } from './monitor.js';

/** A transaction waits for a free connection where the simulator cannot see it: there must always be one. */
const POOL_SIZE = 40;

export interface StageOptions {
  readonly url: string;
  /** For emptying tables, and for taking parts of the schema away. */
  readonly superuserUrl: string;
}

/** The database that one world after the other plays on, with connections that outlive them. */
export class Stage {
  private readonly pools = new Map<string, Postgres>();
  private clock: () => Date | undefined = () => undefined;

  private constructor(
    private readonly url: string,
    readonly monitor: Monitor,
    private readonly superuser: Client,
  ) {}

  static async open({ url, superuserUrl }: StageOptions): Promise<Stage> {
    const superuser = new Client({ connectionString: superuserUrl, options: '-c search_path=evenkeel' });
    await superuser.connect();
    return new Stage(url, await Monitor.connect(url), superuser);
  }

  /** Empties the tables for a world whose time the database is to tell. */
  async prepare(clock: () => Date): Promise<void> {
    await this.superuser.query(EMPTY_ALL_TABLES);
    this.clock = clock;
  }

  /** Changes the schema for good. */
  async alter(sql: string): Promise<void> {
    await this.superuser.query(sql);
  }

  /** The connections of one place where processes live one after the other. */
  connectionsOf(place: string): Postgres {
    const pool =
      this.pools.get(place) ??
      createPostgres({
        url: this.url,
        poolSize: POOL_SIZE,
        gate: simulatedGate,
        databaseClock: () => this.clock(),
        backOff: () => Promise.resolve(),
      });
    this.pools.set(place, pool);
    return pool;
  }

  async close(): Promise<void> {
    await Promise.all([...this.pools.values()].map((pool) => pool.close()));
    await this.monitor.close();
    await this.superuser.end();
  }
}

// Deletes: the tables are small, and a truncate makes new files.
const EMPTY_ALL_TABLES = `
  do $$ declare t text; begin
    set local session_replication_role = replica;
    for t in select tablename from pg_tables
      where schemaname = 'evenkeel' and tablename not in ('tenant', 'schema_migration')
    loop execute format('delete from evenkeel.%I', t); end loop;
  end $$`;

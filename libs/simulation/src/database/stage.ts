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
    /** What people open who write SQL. */
    readonly psql: Client,
  ) {}

  static async open({ url, superuserUrl }: StageOptions): Promise<Stage> {
    const superuser = new Client({ connectionString: superuserUrl, options: '-c search_path=evenkeel' });
    await superuser.connect();
    await superuser.query(MAKE_PREDICTABLE);
    const psql = new Client({ connectionString: url, options: '-c search_path=evenkeel' });
    await psql.connect();
    return new Stage(url, await Monitor.connect(url), superuser, psql);
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
        // A process may stand still in the midst of a transaction for as long as a seed takes.
        sessionSettings: { idle_in_transaction_session_timeout: '0' },
        databaseClock: () => this.clock(),
        backOff: () => Promise.resolve(),
      });
    this.pools.set(place, pool);
    return pool;
  }

  async close(): Promise<void> {
    await Promise.all([...this.pools.values()].map((pool) => pool.close()));
    await this.monitor.close();
    await this.psql.end();
    await this.superuser.end();
  }
}

// Who of two that wait for each other is the victim: always the one that came last, because the other has looked before.
// And rows lie in the order in which they were written, whatever the server does in its spare time.
const MAKE_PREDICTABLE = `
  do $$ declare t text; begin
    execute format('alter database %I set deadlock_timeout = ''1ms''', current_database());
    for t in select relname from pg_class where relnamespace = 'evenkeel'::regnamespace and relkind = 'r'
    loop execute format('alter table evenkeel.%I set (autovacuum_enabled = off)', t); end loop;
  end $$`;

// New files, so that every world finds the same: plans, and the order of rows where none is asked for, depend on them. Those of a table to
// which nothing was ever written are new; what was rolled back has written, too. Nor are there views of the world before: a view that is there is
// made in other steps, and keeps its columns.
const EMPTY_ALL_TABLES = `
  do $$ declare names text; views text; begin
    for views in select nspname from pg_namespace where nspname ^@ 'synced'
    loop execute format('drop schema %I cascade', views); end loop;
    select string_agg(format('evenkeel.%I', relname), ', ') into names from pg_class
      where relnamespace = 'evenkeel'::regnamespace and relkind = 'r' and relname not in ('tenant', 'schema_migration')
        and pg_relation_size(oid) > 0;
    if names is null then return; end if;
    set local evenkeel.engine = 'on';
    execute 'truncate ' || names || ' restart identity cascade';
  end $$`;

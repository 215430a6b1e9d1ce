import type { Logger } from '@evenkeel/ports';
import { parseJson } from '@evenkeel/domain';
import { Pool, types, type ClientBase, type PoolClient, type PoolConfig } from 'pg';

export interface DatabaseOptions {
  readonly url: string;
  /** Connections at most; default 10. */
  readonly poolSize?: number;
  /** Of each session, besides those that the engine always asks for. */
  readonly sessionSettings?: Readonly<Record<string, string>>;
  readonly log?: Logger | undefined;
}

/** The engine's tables live in a schema of their own, so that they may share a database with anything. */
export const SCHEMA = 'evenkeel';

export const APPLICATION_NAME = 'evenkeel';
export const CONNECT_WITHIN_MS = 10_000;

const SESSION_SETTINGS = {
  search_path: `${SCHEMA},public`,
  TimeZone: 'UTC',
  jit: 'off',
  // A process that hangs in the middle of a transaction must not hold its chunk for ever.
  idle_in_transaction_session_timeout: '60s',
};

export interface Lease {
  readonly client: ClientBase;
  readonly release: () => void;
}

/** `settings` of each session, besides those that the engine always asks for. */
export function sessionOptions(settings: Readonly<Record<string, string>> = {}): string {
  return Object.entries({ ...SESSION_SETTINGS, ...settings })
    .map(([name, value]) => `-c ${name}=${value}`)
    .join(' ');
}

/** The pool, opened at first use. */
export class Database {
  private pool: Pool | undefined;
  private closing = false;
  private readonly leases = new Set<Lease>();

  constructor(private readonly options: DatabaseOptions) {}

  /** Rejects with the driver's own errors. */
  async lease(): Promise<Lease> {
    this.pool ??= this.open();
    const lease = leaseOf(await this.pool.connect(), () => this.leases.delete(lease));
    this.leases.add(lease);
    return lease;
  }

  async close(): Promise<void> {
    this.closing = true;
    const pool = this.pool;
    this.pool = undefined;
    for (const lease of this.leases) lease.release();
    await pool?.end();
  }

  private open(): Pool {
    const pool = new Pool(poolConfig(this.options));
    // A server that ends says so in the same packet in which it says that the connection is ready: before it is leased, and with no one
    // listening, which would end the process. The first statement tells what became of it.
    pool.on('connect', (client) => void client.on('error', () => undefined));
    pool.on('error', (error) => {
      // The pool says it has ended before its last connections are gone, and the server may be stopped right then.
      if (!this.closing) this.options.log?.warn('idle database connection lost', { error: error.message });
    });
    return pool;
  }
}

function poolConfig({ url, poolSize = 10, sessionSettings }: DatabaseOptions): PoolConfig {
  return {
    connectionString: url,
    max: poolSize,
    connectionTimeoutMillis: CONNECT_WITHIN_MS,
    application_name: APPLICATION_NAME,
    options: sessionOptions(sessionSettings),
    types: { getTypeParser },
  };
}

const JSON_TYPES: readonly number[] = [types.builtins.JSON, types.builtins.JSONB];

/** As the driver reads values, but for numbers within JSON, which keep their digits. */
const getTypeParser: typeof types.getTypeParser = (type: number, format?: 'text' | 'binary'): unknown =>
  JSON_TYPES.includes(type) && format !== 'binary' ? parseJson : types.getTypeParser(type, format);

/** A connection that breaks while it is leased leaves the pool at once; releasing it again does nothing. */
function leaseOf(client: PoolClient, onRelease: () => void): Lease {
  let isReleased = false;
  const release = (error?: Error) => {
    if (isReleased) return;
    isReleased = true;
    client.removeListener('error', release);
    onRelease();
    client.release(error);
  };
  client.on('error', release);
  return { client, release: () => release() };
}

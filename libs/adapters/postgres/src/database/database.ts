import type { Logger } from '@evenkeel/ports';
import type { ClientBase } from 'pg';
import { DataSource, type DataSourceOptions } from 'typeorm';

export interface DatabaseOptions {
  readonly url: string;
  /** Connections at most; default 10. */
  readonly poolSize?: number;
  readonly log?: Logger | undefined;
}

/** The engine's tables live in a schema of their own, so that they may share a database with anything. */
export const SCHEMA = 'evenkeel';

const SESSION_SETTINGS = {
  search_path: `${SCHEMA},public`,
  TimeZone: 'UTC',
  jit: 'off',
  // A process that hangs in the middle of a transaction must not hold its chunk for ever.
  idle_in_transaction_session_timeout: '60s',
};

export interface Lease {
  readonly client: ClientBase;
  readonly release: () => Promise<void>;
}

export function dataSourceOptions(
  { url, poolSize = 10, log }: DatabaseOptions,
  settings: Readonly<Record<string, string>> = {},
  isClosing: () => boolean = () => false,
): DataSourceOptions {
  const options = Object.entries({ ...SESSION_SETTINGS, ...settings })
    .map(([name, value]) => `-c ${name}=${value}`)
    .join(' ');
  return {
    type: 'postgres',
    url,
    poolSize,
    connectTimeoutMS: 10_000,
    applicationName: 'evenkeel',
    installExtensions: false,
    logging: false,
    // The pool says it has ended before its last connections are gone, and the server may be stopped right then.
    poolErrorHandler: (error: Error) =>
      isClosing() ? undefined : log?.warn('idle database connection lost', { error: error.message }),
    extra: { options },
  };
}

/** The pool, opened at first use and again after a first use that failed. */
export class Database {
  private opening: Promise<DataSource> | undefined;
  private closing = false;

  constructor(private readonly options: DatabaseOptions) {}

  /** Rejects with the driver's own errors. */
  async lease(): Promise<Lease> {
    const source = await this.open();
    const runner = source.createQueryRunner();
    const client = (await runner.connect()) as ClientBase;
    return { client, release: () => runner.release() };
  }

  async close(): Promise<void> {
    this.closing = true;
    const opening = this.opening;
    this.opening = undefined;
    const source = await opening?.catch(() => undefined);
    await source?.destroy();
  }

  private open(): Promise<DataSource> {
    const isClosing = () => this.closing;
    this.opening ??= new DataSource(dataSourceOptions(this.options, {}, isClosing))
      .initialize()
      .catch((error: unknown) => {
        this.opening = undefined;
        throw error;
      });
    return this.opening;
  }
}

import {
  callSpacingMs,
  paceOf,
  quotaShareOf,
  type Chunk,
  type Connection,
  type Execution,
  type Job,
} from '@evenkeel/domain';
import { ConnectorSessions, loadExecution } from '@evenkeel/operations';
import {
  Clock,
  QuotaLedger,
  Store,
  type ChunkClaim,
  type ConnectorStream,
  type Transaction,
} from '@evenkeel/ports';
import type { ChunkLease } from '../reading/chunk-lease.js';

/** The stream of a chunk in a session of its own, and what its run wants. */
export interface OpenedConnection {
  readonly stream: ConnectorStream;
  readonly execution: Execution;
  readonly job: Job;
  /** Milliseconds between two calls that the quota of the connection needs; 0 where the run is not paced by it. */
  readonly callSpacingMs: number;
  /** The clock of this process that only goes on. */
  readonly monotonicMs: () => number;
}

/** A chunk, and whose it is. */
export type Claimed = Pick<ChunkClaim, 'tenantId' | 'chunk'>;

/** What ends the calls of a chunk, and what is told how they go. */
export type Reading = Pick<ChunkLease, 'reading' | 'signal' | 'watch' | 'patience'>;

/**
 * Opens one session for each claim of a chunk, from the job as pinned, the connection and its opened credentials. What expires
 * within a session are access tokens only, and those the gateway refreshes.
 */
export class OpenConnection {
  constructor(
    private readonly store: Store,
    private readonly sessions: ConnectorSessions,
    private readonly ledger: QuotaLedger,
    private readonly clock: Clock,
  ) {}

  /** Rejects with `config.unknown_stream` if the provider has no stream of the job's name. */
  async open(
    { tenantId, chunk }: Claimed,
    { reading, signal, watch, patience }: Reading,
  ): Promise<OpenedConnection> {
    const tenant = this.store.of(tenantId);
    const { execution, job, connection, sealed } = await tenant.transaction((tx) => load(tx, chunk));
    const pace = paceOf(execution.path, job.definition);
    const retry = connection.retry ?? pace.retry;
    const called = { connection: { ...connection, retry }, sealed };
    // A write that is under way is not cut off by a pause: its answer would be lost.
    const ends = chunk.slice.kind === 'push' ? signal : reading;
    const calls = { signal: ends, share: quotaShareOf(execution), watch, patience };
    const session = this.sessions.open(called, calls);
    const stream = await session.stream(job.definition.stream);
    const spacingMs = pace.isSpaced ? await this.spacingMs(connection, execution) : 0;
    const monotonicMs = () => this.clock.monotonicMs();
    return { stream, execution, job, callSpacingMs: spacingMs, monotonicMs };
  }

  private async spacingMs({ id, quota }: Connection, execution: Execution): Promise<number> {
    const use = await this.ledger.describe(id, quota);
    return callSpacingMs(quota, use, { share: quotaShareOf(execution), nowMs: this.clock.now().getTime() });
  }
}

async function load(tx: Transaction, chunk: Chunk) {
  const loaded = await loadExecution(tx, chunk.executionId);
  const connection = loaded && (await tx.connections.find(loaded.job.connectionId));
  if (loaded === undefined || connection === undefined) {
    throw new Error(`The job or connection of chunk ${chunk.id} no longer exists`);
  }
  return { ...loaded, connection, sealed: await tx.connections.sealedCredentials(connection.id) };
}

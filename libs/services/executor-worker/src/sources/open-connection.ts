import { paceOf, quotaShareOf, type Chunk, type Execution, type Job } from '@evenkeel/domain';
import { ConnectorContexts, loadExecution } from '@evenkeel/operations';
import { Connectors, Store, type ChunkClaim, type ConnectorStream, type Transaction } from '@evenkeel/ports';
import type { ChunkLease } from '../reading/chunk-lease.js';

/** The stream of a chunk in a session of its own, and what its run wants. */
export interface OpenedConnection {
  readonly stream: ConnectorStream;
  readonly execution: Execution;
  readonly job: Job;
}

/** A chunk, and whose it is. */
export type Claimed = Pick<ChunkClaim, 'tenantId' | 'chunk'>;

/** What ends the calls of a chunk, and what is told how they go. */
export type Reading = Pick<ChunkLease, 'reading' | 'watch' | 'patience'>;

/**
 * Opens one session for each claim of a chunk, from the job as pinned, the connection and its opened credentials. What expires
 * within a session are access tokens only, and those the gateway refreshes.
 */
export class OpenConnection {
  constructor(
    private readonly store: Store,
    private readonly connectors: Connectors,
    private readonly contexts: ConnectorContexts,
  ) {}

  /** Rejects with `config.unknown_stream` if the provider has no stream of the job's name. */
  async open({ tenantId, chunk }: Claimed, { reading, watch, patience }: Reading): Promise<OpenedConnection> {
    const tenant = this.store.of(tenantId);
    const { execution, job, connection, sealed } = await tenant.transaction((tx) => load(tx, chunk));
    const connector = this.connectors.named(connection.connector);
    const retry = connection.retry ?? paceOf(execution.path, job.definition).retry;
    const called = { connection: { ...connection, retry }, sealed };
    const calls = { signal: reading, share: quotaShareOf(execution), watch, patience };
    const session = connector.open(this.contexts.of(called, calls));
    return { stream: await session.stream(job.definition.stream), execution, job };
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

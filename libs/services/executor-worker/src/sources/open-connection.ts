import { paceOf, quotaLaneOf, type Chunk, type Execution, type Job } from '@evenkeel/domain';
import {
  Clock,
  Connectors,
  CredentialBox,
  HttpCallers,
  Logger,
  Store,
  type Connector,
  type ConnectorContext,
  type Transaction,
} from '@evenkeel/ports';
import type { ChunkLease } from '../reading/chunk-lease.js';

/** The provider of a chunk, ready to be asked, and what its run wants. */
export interface OpenedConnection {
  readonly connector: Connector;
  readonly context: ConnectorContext;
  readonly execution: Execution;
  readonly job: Job;
}

/** What calls of a chunk are ended by, and who hears what they go through. */
export type Reading = Pick<ChunkLease, 'reading' | 'watch'>;

/** Brings together what asking a provider takes: the job as pinned, the connection, its opened credentials. */
export class OpenConnection {
  constructor(
    private readonly store: Store,
    private readonly connectors: Connectors,
    private readonly callers: HttpCallers,
    private readonly credentials: CredentialBox,
    private readonly clock: Clock,
    private readonly log: Logger,
  ) {}

  async open(chunk: Chunk, { reading, watch }: Reading): Promise<OpenedConnection> {
    const { execution, job, connection, sealed } = await this.store.transaction((tx) => load(tx, chunk));
    const connector = this.connectors.named(connection.connector);
    const retry = connection.retry ?? paceOf(execution.path, job.definition).retry;
    const context = {
      settings: connection.settings,
      credentials: sealed === null ? {} : this.credentials.open(sealed, connection.id),
      http: this.callers.forConnection({ ...connection, retry }, reading, quotaLaneOf(execution), watch),
      clock: this.clock,
      log: this.log,
    };
    return { connector, context, execution, job };
  }
}

async function load(tx: Transaction, chunk: Chunk) {
  const execution = await tx.executions.find(chunk.executionId);
  const job = execution && (await tx.jobs.find(execution.jobId, execution.jobRevision));
  const connection = job && (await tx.connections.find(job.connectionId));
  if (execution === undefined || job === undefined || connection === undefined) {
    throw new Error(`The job or connection of chunk ${chunk.id} no longer exists`);
  }
  return { execution, job, connection, sealed: await tx.connections.sealedCredentials(connection.id) };
}

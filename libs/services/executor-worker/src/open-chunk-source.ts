import { Injectable } from '@nestjs/common';
import { quotaLaneOf, type Chunk, type DeclaredStream, type FailureId } from '@evenkeel/domain';
import {
  Clock,
  Connectors,
  CredentialBox,
  HttpCallers,
  Logger,
  Store,
  type Transaction,
} from '@evenkeel/ports';
import { openSource, type ChunkSource } from './chunk-source.js';

/** Brings together what reading a chunk takes: its job as pinned, the connection, its opened credentials. */
@Injectable()
export class OpenChunkSource {
  constructor(
    private readonly store: Store,
    private readonly connectors: Connectors,
    private readonly callers: HttpCallers,
    private readonly credentials: CredentialBox,
    private readonly clock: Clock,
    private readonly log: Logger,
  ) {}

  async open(chunk: Chunk, signal: AbortSignal): Promise<ChunkSource> {
    const { execution, job, connection, sealed } = await this.store.transaction((tx) => load(tx, chunk));
    const connector = this.connectors.named(connection.connector);
    const context = {
      settings: connection.settings,
      credentials: sealed === null ? {} : this.credentials.open(sealed, connection.id),
      http: this.callers.forConnection(connection, signal, quotaLaneOf(execution)),
      clock: this.clock,
      log: this.log,
    };
    const failures = (ids: readonly FailureId[]) => this.store.transaction((tx) => tx.failures.listOpen(ids));
    const candidates = (pageNo: number) =>
      this.store.transaction((tx) => tx.closeOuts.candidates(execution.id, pageNo));
    const declare = (declared: DeclaredStream) =>
      this.store.transaction((tx) => tx.closeOuts.declare(chunk.id, chunk.attempt, declared));
    return openSource({ connector, context, execution, job, chunk, failures, candidates, declare });
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

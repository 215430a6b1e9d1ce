import {
  divideChunk,
  referenceSetOf,
  type DeclaredStream,
  type FailureId,
  type RangeSlice,
  type Slice,
} from '@evenkeel/domain';
import { addChunks } from '@evenkeel/operations';
import { Ids, KeyedDigest, Store } from '@evenkeel/ports';
import { ExecutorSettings } from '../executor-settings.js';
import { ClaimLost } from '../reading/chunk-lease.js';
import { openSource } from './open-source.js';
import { OpenConnection, type Claimed, type Reading } from './open-connection.js';
import type { ChunkSource } from './source-needs.js';

/** Opens what a chunk is read from. The first worker that holds the whole of a stream that can be cut, cuts it. */
export class OpenChunkSource {
  constructor(
    private readonly store: Store,
    private readonly connections: OpenConnection,
    private readonly ids: Ids,
    private readonly keyed: KeyedDigest,
    private readonly settings: ExecutorSettings,
  ) {}

  async open(claim: Claimed, reading: Reading): Promise<ChunkSource> {
    const { tenantId, chunk } = claim;
    const tenant = this.store.of(tenantId);
    const connection = await this.connections.open(claim, reading);
    return openSource({
      ...connection,
      chunk,
      tenant,
      reading: reading.reading,
      callTimes: this.settings.callTimes,
      nextId: () => this.ids.next(),
      keyed: (text) => this.keyed.of(tenantId, text),
      failures: (ids: readonly FailureId[]) => tenant.transaction((tx) => tx.failures.listOpen(ids)),
      toldBy: (ids) =>
        tenant.transaction((tx) => tx.webhooks.listTold({ connectionId: connection.job.connectionId, ids })),
      candidates: (pageNo) => tenant.transaction((tx) => tx.candidates.ofPage(chunk.executionId, pageNo)),
      wanted: (listing, pageNo) => tenant.transaction((tx) => tx.inventories.wanted(listing, pageNo)),
      activeAtStart: () =>
        tenant.transaction((tx) =>
          tx.candidates.activeAtStart(chunk.executionId, referenceSetOf(connection.job)),
        ),
      declare: (declared: DeclaredStream) =>
        tenant.transaction((tx) => tx.chunkLeases.declare(chunk.id, chunk.attempt, declared)),
      divide: (slices, records) => this.divide(claim, slices, records),
    });
  }

  /** Under the lock of the execution, which every writer of its chunks takes first. Rejects with {@link ClaimLost}. */
  private async divide(
    { tenantId, chunk }: Claimed,
    slices: readonly RangeSlice[],
    records: number | null,
  ): Promise<Slice> {
    return this.store.of(tenantId).transaction(async (tx) => {
      const { id, executionId, attempt } = chunk;
      const execution = await tx.executions.lock(executionId);
      if (execution?.epoch !== chunk.epoch) throw new ClaimLost(`Chunk ${id} is of an epoch that is over`);
      const siblings = await tx.chunks.ofExecution(executionId);
      const division = divideChunk(chunk, slices, { siblings, nextId: () => this.ids.next() });
      if (division === undefined) return chunk.slice;
      if (!(await tx.chunkLeases.narrow(id, attempt, division.first)))
        throw new ClaimLost(`Chunk ${id} is no longer ours`);
      await tx.executions.save({ ...execution, expected: records });
      if (division.others.length > 0) await addChunks(tx, execution, division.others);
      return division.first;
    });
  }
}

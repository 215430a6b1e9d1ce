import { Injectable } from '@nestjs/common';
import { planReady } from '@evenkeel/contracts-messages';
import {
  divideChunk,
  type Chunk,
  type DeclaredStream,
  type FailureId,
  type RangeSlice,
  type Slice,
} from '@evenkeel/domain';
import { Ids, Store } from '@evenkeel/ports';
import { ClaimLost } from './chunk-lease.js';
import { openSource, type ChunkSource } from './chunk-source.js';
import { OpenConnection } from './open-connection.js';

/** Opens what a chunk is read from. Whoever first holds the whole of a stream that can be cut, cuts it. */
@Injectable()
export class OpenChunkSource {
  constructor(
    private readonly store: Store,
    private readonly connections: OpenConnection,
    private readonly ids: Ids,
  ) {}

  async open(chunk: Chunk, signal: AbortSignal): Promise<ChunkSource> {
    const connection = await this.connections.open(chunk, signal);
    return openSource({
      ...connection,
      chunk,
      failures: (ids: readonly FailureId[]) => this.store.transaction((tx) => tx.failures.listOpen(ids)),
      candidates: (pageNo) =>
        this.store.transaction((tx) => tx.closeOuts.candidates(chunk.executionId, pageNo)),
      declare: (declared: DeclaredStream) =>
        this.store.transaction((tx) => tx.closeOuts.declare(chunk.id, chunk.attempt, declared)),
      divide: (slices) => this.divide(chunk, slices),
    });
  }

  /** Under the lock of the execution, without which nobody adds chunks to it. Rejects with {@link ClaimLost}. */
  private async divide(chunk: Chunk, slices: readonly RangeSlice[]): Promise<Slice> {
    return this.store.transaction(async (tx) => {
      const { id, executionId, attempt } = chunk;
      const execution = await tx.executions.lock(executionId);
      if (execution?.epoch !== chunk.epoch) throw new ClaimLost(`Chunk ${id} is of an epoch that is over`);
      const siblings = await tx.chunks.ofExecution(executionId);
      const division = divideChunk(chunk, slices, { siblings, nextId: () => this.ids.next() });
      if (division === undefined) return chunk.slice;
      if (!(await tx.chunks.narrow(id, attempt, division.first)))
        throw new ClaimLost(`Chunk ${id} is no longer ours`);
      await tx.chunks.insert(division.others);
      if (division.others.length > 0) await tx.outbox.add(planReady, [{ executionId }]);
      return division.first;
    });
  }
}

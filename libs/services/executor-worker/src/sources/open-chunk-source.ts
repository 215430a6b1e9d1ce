import {
  decidePathAnew,
  divideChunk,
  type DeclaredStream,
  type FailureId,
  type PathChoice,
  type RangeSlice,
} from '@evenkeel/domain';
import { addChunks } from '@evenkeel/operations';
import { Ids, Store } from '@evenkeel/ports';
import { ClaimLost } from '../reading/chunk-lease.js';
import { openSource } from './open-source.js';
import { OpenConnection, type Claimed, type Reading } from './open-connection.js';
import type { ChunkSource, DividedChunk } from './source-needs.js';

/** Opens what a chunk is read from. The first worker that holds the whole of a stream that can be cut, cuts it. */
export class OpenChunkSource {
  constructor(
    private readonly store: Store,
    private readonly connections: OpenConnection,
    private readonly ids: Ids,
  ) {}

  async open(claim: Claimed, reading: Reading): Promise<ChunkSource> {
    const { tenantId, chunk } = claim;
    const tenant = this.store.of(tenantId);
    const connection = await this.connections.open(claim, reading);
    const { path: choice } = connection.job.definition;
    return openSource({
      ...connection,
      chunk,
      failures: (ids: readonly FailureId[]) => tenant.transaction((tx) => tx.failures.listOpen(ids)),
      candidates: (pageNo) => tenant.transaction((tx) => tx.candidates.ofPage(chunk.executionId, pageNo)),
      wanted: (listing, pageNo) => tenant.transaction((tx) => tx.inventories.wanted(listing, pageNo)),
      declare: (declared: DeclaredStream) =>
        tenant.transaction((tx) => tx.chunkLeases.declare(chunk.id, chunk.attempt, declared)),
      divide: (slices, records) => this.divide(claim, slices, { choice, records }),
    });
  }

  /** Under the lock of the execution, which every writer of its chunks takes first. Rejects with {@link ClaimLost}. */
  private async divide(
    { tenantId, chunk }: Claimed,
    slices: readonly RangeSlice[],
    { choice, records }: { readonly choice: PathChoice; readonly records: number | null },
  ): Promise<DividedChunk> {
    return this.store.of(tenantId).transaction(async (tx) => {
      const { id, executionId, attempt } = chunk;
      const execution = await tx.executions.lock(executionId);
      if (execution?.epoch !== chunk.epoch) throw new ClaimLost(`Chunk ${id} is of an epoch that is over`);
      const siblings = await tx.chunks.ofExecution(executionId);
      const division = divideChunk(chunk, slices, { siblings, nextId: () => this.ids.next() });
      if (division === undefined) return { slice: chunk.slice, path: execution.path };
      if (!(await tx.chunkLeases.narrow(id, attempt, division.first)))
        throw new ClaimLost(`Chunk ${id} is no longer ours`);
      const path = decidePathAnew(execution.path, choice, records);
      await tx.executions.save({ ...execution, path, expected: records });
      if (division.others.length > 0) await addChunks(tx, execution, division.others);
      return { slice: division.first, path };
    });
  }
}

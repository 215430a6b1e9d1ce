import type { ChunkId, Execution, ExecutionId, ReferenceSet, WantedPage } from '@evenkeel/domain';

export interface InventoryPage {
  readonly executionId: ExecutionId;
  readonly chunkId: ChunkId;
  readonly pageNo: number;
  /** External ids of the records whose details are to be read. */
  readonly wanted: readonly string[];
  /** What the page said of them, as `packEntries` makes it. */
  readonly entries: Uint8Array;
}

/** An execution, and by which revision of its job and of its record type it goes. */
export type ExecutionOfMapping = Pick<Execution, 'id' | 'jobId' | 'jobRevision'>;

/** What listings that give only ids and versions leave to be read. */
export interface InventoryRepository {
  /** In the transaction that moves their chunk on, so that each is there once. */
  add(pages: readonly InventoryPage[]): Promise<void>;
  /** In the order of the chunks and pages. One that is no longer kept wants a record, for it is not known that it wants none. */
  ofExecution(executionId: ExecutionId): Promise<readonly WantedPage[]>;
  /** Undefined if it is no longer kept. */
  wanted(chunkId: ChunkId, pageNo: number): Promise<readonly string[] | undefined>;
  /** Whether every record of the set was read under the mapping, the fields and the schema by which this execution goes. */
  isMappedAs(set: ReferenceSet, execution: ExecutionOfMapping): Promise<boolean>;
  /** From now on it was. */
  markMappedAs(set: ReferenceSet, execution: ExecutionOfMapping): Promise<void>;
}

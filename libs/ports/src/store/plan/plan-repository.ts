import type {
  Bucket,
  BucketCounts,
  ChunkId,
  Execution,
  FieldChange,
  JobId,
  Plan,
  PlanId,
  PlanSums,
  Problem,
} from '@evenkeel/domain';
import type { Listed, ListRequest } from '../listed.js';

/** What a plan keeps of one page of the listing. */
export interface PlanPage {
  readonly planId: PlanId;
  readonly chunkId: ChunkId;
  readonly pageNo: number;
  readonly counts: BucketCounts;
  /** What `packEntries` made. */
  readonly entries: Uint8Array;
  /** Of an inventory: records that would have to be read by their id. */
  readonly details: number;
}

/** One of the first changes of a plan, in full. */
export interface PlanChange {
  readonly externalId: string | null;
  /** Of a push, or a pair: the record that is here. Null: it is not told. */
  readonly recordId?: string | null;
  readonly bucket: Bucket;
  readonly fields: readonly FieldChange[];
  readonly problem: Problem | null;
}

/** Plans and their pages. A plan is locked after its execution. */
export interface PlanRepository {
  insert(plan: Plan): Promise<void>;
  find(id: PlanId): Promise<Plan | undefined>;
  lock(id: PlanId): Promise<Plan | undefined>;
  /** Saves all that may change: slices, state, summary, who carries it out, who decided and when. */
  save(plan: Plan): Promise<void>;
  /** Those that this execution was still making could not be made, and why. */
  failMaking(execution: Pick<Execution, 'id' | 'jobId'>, why: string): Promise<void>;
  /** Those that could not be made because this execution ended are made again. */
  resumeMaking(execution: Pick<Execution, 'id' | 'jobId'>): Promise<void>;
  /** With its pages and changes. */
  remove(id: PlanId): Promise<void>;
  /** Newest first. */
  list(filter: { readonly jobId?: JobId }, request: ListRequest): Promise<Listed<Plan>>;
  /** In the transaction that moves their chunk on, so that each is there once. */
  addPages(pages: readonly PlanPage[]): Promise<void>;
  sums(id: PlanId): Promise<PlanSums>;
  /** The packed entries of all pages. */
  entries(id: PlanId): Promise<readonly Uint8Array[]>;
  /** The number of the page that follows the last one of a chunk. */
  nextPageNo(id: PlanId, chunkId: ChunkId): Promise<number>;
  addChanges(id: PlanId, changes: readonly PlanChange[]): Promise<void>;
  /** Puts the changes of these records of the provider into another bucket, without their fields. */
  rebucket(id: PlanId, externalIds: readonly string[], bucket: Bucket): Promise<void>;
  /** How many there are, counted up to `limit`. */
  countChanges(id: PlanId, limit: number): Promise<number>;
  /** In the order in which they were listed. */
  changes(id: PlanId, request: ListRequest): Promise<Listed<PlanChange>>;
}

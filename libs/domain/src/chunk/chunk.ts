import type { DerivedCounts } from '../derive/derive-rule.js';
import type { ChunkId, ExecutionId } from '../ids.js';
import type { Watermark } from '../watermark/watermark.js';
import type { OutcomeCounts } from '../receipt/outcome.js';
import type { Waiting } from '../execution/waiting.js';
import type { ChunkPlan } from '../preview/plan.js';
import type { Postponement } from './postponement.js';
import type { Slice } from './slice.js';

export const CHUNK_STATES = ['planned', 'assigned', 'claimed', 'applied', 'failed', 'abandoned'] as const;
export type ChunkState = (typeof CHUNK_STATES)[number];

/** Bounded unit of planned work, and the fence that every write of an execution passes. */
export interface Chunk {
  readonly id: ChunkId;
  readonly executionId: ExecutionId;
  readonly ordinal: number;
  readonly epoch: number;
  readonly state: ChunkState;
  /** Raised by each claim; pages of an earlier attempt have no effect. */
  readonly attempt: number;
  readonly leaseUntil: Date | null;
  readonly slice: Slice;
  /** Where the next page starts; null before the first page. */
  readonly cursor: string | null;
  readonly pagesApplied: number;
  readonly fetched: number;
  readonly replayed: number;
  readonly outcomes: OutcomeCounts;
  /** Records that were derived from its records; absent: none. */
  readonly derived?: DerivedCounts;
  /** Where the job may read on once this chunk is applied, frozen when its first page was asked for. */
  readonly bound: Watermark | null;
  /** What its executor last said that reading it waits for; absent: nothing. */
  readonly waiting?: Waiting;
  /** It is not handed out before this time; absent or null: at any time. */
  readonly notBefore?: Date | null;
  /** Why not, where its executor gave it back for that; it stays until the next time. */
  readonly postponed?: Postponement | null;
  /** Entries that the current generation of its listing has given; absent: none. */
  readonly listed?: number;
  /** How many entries the provider last said that it has in all; absent or null: it has not said. */
  readonly total?: number | null;
  /** What speaks against its listing having given everything, in words; absent or null: nothing. */
  readonly doubt?: string | null;
  /** Records a page, since one of the size that was meant was too large or too slow; absent or null: that size. */
  readonly pageSize?: number | null;
  /** Absent or null: its pages are simply applied. */
  readonly plan?: ChunkPlan | null;
}

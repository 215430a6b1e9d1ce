import type { JsonObject } from '../json.js';
import type { Watermark } from '../watermark/watermark.js';
import type { FailureId } from '../failure/failure.js';
import type { ExecutionId } from './execution.js';
import type { OutcomeCounts } from './outcome.js';
import type { Waiting } from './waiting.js';
import type { ChunkPlan } from '../plan/plan.js';

export type ChunkId = string;

export const CHUNK_STATES = ['planned', 'assigned', 'claimed', 'applied', 'failed', 'abandoned'] as const;
export type ChunkState = (typeof CHUNK_STATES)[number];

/** Whether a record can move from one slice of its stream to another: only over a key that it keeps it cannot. */
export const SLICE_KEYS = ['immutable', 'mutable'] as const;
export type SliceKey = (typeof SLICE_KEYS)[number];

/** One of the parts into which a connector cut a stream: together they give each record once. */
export interface RangeSlice {
  readonly kind: 'range';
  readonly key: SliceKey;
  /** For people: `ids 5001 to 10000`, `region = north`. */
  readonly label: string;
  /** What the connector needs to read this part; nobody else looks into it. */
  readonly range: JsonObject;
}

/** Records of an inventory whose details are to be read: those that these pages of its listing chunk want. */
export interface DetailsSlice {
  readonly kind: 'details';
  readonly listing: ChunkId;
  readonly fromPage: number;
  /** The page behind the last one. */
  readonly untilPage: number;
}

/** Records that failed in this execution in a way that may pass, and are read once more. */
export interface RetrySlice {
  readonly kind: 'retry';
  /** The how many-th further try it is: 1 for the first. */
  readonly round: number;
  readonly externalIds: readonly string[];
  /** Whether the run is judged by them, as by the chunk in which they failed first. */
  readonly judged: boolean;
}

/** The part of a stream that a chunk covers. A whole is divided before its first page or never. */
export type Slice =
  | { readonly kind: 'whole' }
  | RangeSlice
  | DetailsSlice
  | { readonly kind: 'ids'; readonly externalIds: readonly string[] }
  /** Records that failed before: read anew where that can be done, else replayed from what was kept of them. */
  | { readonly kind: 'failures'; readonly failureIds: readonly FailureId[] }
  | RetrySlice
  /** Pages of the execution's frozen candidates: records that its listing no longer had. */
  | {
      readonly kind: 'close_out';
      readonly fromPage: number;
      readonly pages: number;
      /** Each has to be gone when it is read by its id. */
      readonly reread: boolean;
      /** A record that was just listed: while it cannot be read by its id, no other counts as gone for that. */
      readonly control: string | null;
    };

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
  /** Where the job may read on once this chunk is applied, frozen when its first page was asked for. */
  readonly bound: Watermark | null;
  /** What its executor last said that reading it waits for; absent: nothing. */
  readonly waiting?: Waiting;
  /** It is not handed out before this time; absent or null: at any time. */
  readonly notBefore?: Date | null;
  /** Absent or null: its pages are simply applied. */
  readonly plan?: ChunkPlan | null;
}

import type {
  CandidateReading,
  Chunk,
  ChunkId,
  DeclaredStream,
  ExecutionPath,
  FailureId,
  RangeSlice,
  RecordFailure,
  Slice,
} from '@evenkeel/domain';
import type { Candidate, SourcePage } from '@evenkeel/ports';
import type { OpenedConnection } from './open-connection.js';

/** The pages of one chunk, wherever they come from. */
export interface ChunkSource {
  page(cursor: string | null): Promise<ChunkPage>;
  /** The wait before the next page is asked for; none after the last. */
  readonly delayMs: number;
}

export interface ChunkPage extends SourcePage {
  /** Only of a close-out. */
  readonly candidates?: readonly CandidateReading[];
}

export interface SourceNeeds extends OpenedConnection {
  readonly chunk: Chunk;
  /** Those of these ids that are still open. */
  readonly failures: (ids: readonly FailureId[]) => Promise<readonly RecordFailure[]>;
  /** Cuts the chunk into these slices, which have so many records together as far as that is known. */
  readonly divide: (slices: readonly RangeSlice[], records: number | null) => Promise<DividedChunk>;
  /** A page of the execution's frozen candidates. */
  readonly candidates: (pageNo: number) => Promise<readonly Candidate[]>;
  /** External ids that a page of an inventory wants; undefined if that is no longer kept. */
  readonly wanted: (listing: ChunkId, pageNo: number) => Promise<readonly string[] | undefined>;
  /** Keeps with the chunk what the connector says of its stream. */
  readonly declare: (declared: DeclaredStream) => Promise<void>;
}

export interface DividedChunk {
  /** What stays with the chunk. */
  readonly slice: Slice;
  /** The path of its execution, now that more is known of it. */
  readonly path: ExecutionPath;
}

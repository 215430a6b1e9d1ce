import type {
  CallTimes,
  CandidateReading,
  Chunk,
  ChunkId,
  DeclaredStream,
  FailureId,
  PageDelays,
  RangeSlice,
  RecordFailure,
  Slice,
} from '@evenkeel/domain';
import type {
  Candidate,
  Resizing,
  SourcePage,
  ToldDelivery,
  Transaction,
  Transactions,
} from '@evenkeel/ports';
import type { OpenedConnection } from './open-connection.js';

/** The pages of one chunk, wherever they come from. */
export interface ChunkSource {
  page(cursor: string | null, pageSize?: number): Promise<ChunkPage>;
  /** Only of a listing: how many records its pages are to have, and from where they can have fewer. */
  readonly sizes?: PageSizes;
  /** The waits between its pages; none after the last. */
  readonly delays: PageDelays;
  /** Only of a listing. */
  readonly limits?: ListingLimits;
}

export interface PageSizes {
  readonly meant: number;
  readonly resizes: (cursor: string | null) => Resizing;
}

/** What says that a listing is too long. */
export interface ListingLimits {
  /** What the contract of the job allows; null: any number. */
  readonly maxRecords: number | null;
  /** Records that were active before the run. */
  readonly here: () => Promise<number>;
}

export interface ChunkPage extends SourcePage {
  /** Only of a close-out. */
  readonly candidates?: readonly CandidateReading[];
  /** Only of a push: how many records were looked at. */
  readonly pushed?: number;
}

export interface SourceNeeds extends OpenedConnection {
  readonly chunk: Chunk;
  /** Units of work of the tenant whose chunk it is. */
  readonly tenant: Transactions<Transaction>;
  /** Of what it writes. */
  readonly callTimes: CallTimes;
  /** Aborted when nothing more is to be begun. */
  readonly reading: AbortSignal;
  readonly nextId: () => string;
  /** 32 hexadecimal digits, under a key that is not in the database; of the same text another one for each tenant. */
  readonly keyed: (text: string) => string;
  /** Those of these ids that are still open. */
  readonly failures: (ids: readonly FailureId[]) => Promise<readonly RecordFailure[]>;
  /**
   * Cuts the chunk into these slices, which have so many records together as far as that is known. Gives the slice that stays
   * with the chunk.
   */
  readonly divide: (slices: readonly RangeSlice[], records: number | null) => Promise<Slice>;
  /** Deliveries to the connection whose word is taken as it stands, those of these ids that are still kept, in the order in which they came. */
  readonly toldBy: (ids: readonly string[]) => Promise<readonly ToldDelivery[]>;
  /** A page of the execution's frozen candidates. */
  readonly candidates: (pageNo: number) => Promise<readonly Candidate[]>;
  /** External ids that a page of an inventory wants; undefined if that is no longer kept. */
  readonly wanted: (listing: ChunkId, pageNo: number) => Promise<readonly string[] | undefined>;
  /** Records of the job's stream that were active before the execution. */
  readonly activeAtStart: () => Promise<number>;
  /** Keeps with the chunk what the connector says of its stream. */
  readonly declare: (declared: DeclaredStream) => Promise<void>;
}

/** Of pages that ask for what is known by its id. */
export const NO_DELAYS: PageDelays = { mostMs: 0 };

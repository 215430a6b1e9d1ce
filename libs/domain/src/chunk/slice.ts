import type { Phase } from '../execution/phase.js';
import type { ChunkId, FailureId, InactivationApprovalId } from '../ids.js';
import type { JsonObject } from '../json.js';

/** Whether a record can move from one slice of its stream to another: only over a key that it keeps it cannot. */
export const SLICE_KEYS = ['immutable', 'mutable'] as const;
export type SliceKey = (typeof SLICE_KEYS)[number];

/** One of the parts into which a connector cut a stream: together they give each record once. */
export interface RangeSlice {
  readonly kind: 'range';
  readonly key: SliceKey;
  /** For people: `ids 5001 to 10000`, `region = north`. */
  readonly label: string;
  /** What the connector needs to read this part; no other code looks into it. */
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
  /** Counts the further tries: 1 for the first. */
  readonly round: number;
  readonly externalIds: readonly string[];
  /**
   * Whether they count for the execution breaker, as they did in the chunk in which they failed first. The name is kept
   * because rows of chunks hold it; the judgement of a listing is something else.
   */
  readonly judged: boolean;
}

/** Records of the store that are to be written to the provider, in the order of their ids. */
export interface PushSlice {
  readonly kind: 'push';
  /**
   * All of the record type, those with a change that was not pushed, those of failures, or those with these external ids. `keys`: all that the provider is not known to
   * have; nothing of them is sent, but it is noted what they are known by. `approved`: those whose deletion at the provider a person has approved.
   */
  readonly select: 'all' | 'changed' | 'failed' | 'named' | 'keys' | 'approved';
  /** Only of `failed`. */
  readonly failureIds?: readonly FailureId[];
  /** Only of `named`. */
  readonly externalIds?: readonly string[];
  /** Only of `approved`. */
  readonly approvalId?: InactivationApprovalId;
  /** Only of `changed`: no others than these; left out: all that have a change. */
  readonly recordIds?: readonly string[];
  /** Only records behind this id, and up to that one. */
  readonly after?: string;
  readonly until?: string;
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
  | PushSlice
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

export type SliceKind = Slice['kind'];

/** What a kind of slice means, wherever code asks it something. */
export interface SliceMeaning {
  /** It reads a part of the provider's listing, rather than named records. */
  readonly isListing: boolean;
  /** Its pages show which records the provider's listing named. */
  readonly seesListing: boolean;
  /** Its records count for the execution breaker; `as_before`: if they did in the chunk in which they failed first. */
  readonly countsForBreaker: boolean | 'as_before';
  /** What the execution does while it is read. */
  readonly phase: Extract<Phase, 'fetching' | 'pushing' | 'retrying' | 'finalizing'>;
  /** A record of it that fails in a way that may pass is tried again before the execution ends. */
  readonly triesAgain: boolean;
  /** Its records were fetched before in this execution, so that each of them counts as replayed. */
  readonly isReplayed: boolean;
  /** It reads records that failed in earlier executions. */
  readonly isRepair: boolean;
  /** It may be cut into ranges before its first page. */
  readonly isDivisible: boolean;
}

const LISTING = {
  isListing: true,
  seesListing: true,
  countsForBreaker: true,
  phase: 'fetching',
  // A listing gives its records or none.
  triesAgain: false,
  isReplayed: false,
  isRepair: false,
  isDivisible: false,
} as const satisfies SliceMeaning;
const NAMED = { ...LISTING, isListing: false, seesListing: false, triesAgain: true } as const;

export const SLICE_TABLE = {
  whole: { ...LISTING, isDivisible: true },
  range: LISTING,
  details: { ...NAMED, seesListing: true },
  ids: NAMED,
  // Records that failed before are no sign of a run that goes wrong.
  failures: { ...NAMED, countsForBreaker: false, isRepair: true },
  retry: { ...NAMED, countsForBreaker: 'as_before', phase: 'retrying', isReplayed: true },
  // A candidate that cannot be read is kept.
  close_out: { ...NAMED, countsForBreaker: false, phase: 'finalizing', triesAgain: false },
  // What was not taken stays to be pushed: the next run tries it again.
  push: { ...NAMED, phase: 'pushing', triesAgain: false },
} as const satisfies Record<SliceKind, SliceMeaning>;

export const SLICE_KINDS = Object.keys(SLICE_TABLE) as readonly SliceKind[];

export function sliceMeaning({ kind }: Pick<Slice, 'kind'>): SliceMeaning {
  return SLICE_TABLE[kind];
}

export function sliceKindsThat(holds: (meaning: SliceMeaning) => boolean): readonly SliceKind[] {
  return SLICE_KINDS.filter((kind) => holds(SLICE_TABLE[kind]));
}

/** Whether the chunk reads a part of the provider's listing. */
export function isListing(slice: Pick<Slice, 'kind'>): boolean {
  return sliceMeaning(slice).isListing;
}

/** Whether the records of this slice count for the execution breaker. */
export function countsForBreaker(slice: Slice): boolean {
  return slice.kind === 'retry' ? slice.judged : sliceMeaning(slice).countsForBreaker === true;
}

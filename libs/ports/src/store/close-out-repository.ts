import type {
  InactivationApprovalId,
  CandidateReading,
  CandidateVerdict,
  ChunkId,
  DeclaredStream,
  ExecutionId,
  FrozenCandidates,
  JobId,
  JudgedCloseOut,
  ListedChunk,
  ListingDifference,
  ReferenceSet,
  ReferenceState,
} from '@evenkeel/domain';

/** What was decided about an execution's listing, as it is stored. */
export interface CloseOutJudgement extends Pick<JudgedCloseOut, 'complete' | 'reason'> {
  readonly executionId: ExecutionId;
  readonly jobId: JobId;
  readonly active: number;
  readonly candidates: number;
  /** Records changed at or after this moment are no candidates. */
  readonly since: Date;
  /** Set where nothing was listed: what was granted is carried out. */
  readonly approvalId?: InactivationApprovalId | null;
}

/** Candidates that a person decided on, as they are now. */
export interface GrantedCandidates {
  readonly candidates: number;
  /** Those of them that were neither seen nor changed since they were missed: the first pages. */
  readonly due: number;
  /** When the run began that missed them. */
  readonly since: Date;
}

/** A frozen candidate as it is now. */
export interface Candidate extends Pick<CandidateReading, 'referenceId' | 'externalId' | 'observedAt'> {
  /** Inactive already, or its record was changed since the run began. */
  readonly changed: boolean;
}

export interface Inactivation {
  readonly executionId: ExecutionId;
  readonly references: readonly ReferenceState[];
  readonly cause: string;
  /** When the absence was seen, ISO 8601; null: at some time since the run began. */
  readonly observedAt: string | null;
}

/** Records that are gone: frozen under the lock of their execution, inactivated under the fence of a chunk. */
export interface CloseOutRepository {
  /** Keeps what the connector says of the stream with a chunk of which the claim is ours. */
  declare(chunkId: ChunkId, attempt: number, declared: DeclaredStream): Promise<void>;
  /** What the pages of the listing chunks of an execution prove, in the order of the chunks. */
  listing(executionId: ExecutionId): Promise<readonly ListedChunk[]>;
  /** How many would be frozen, without keeping them. */
  count(
    execution: { readonly id: ExecutionId; readonly jobId: JobId; readonly since: Date },
    set: ReferenceSet,
  ): Promise<FrozenCandidates>;
  /**
   * Freezes, in pages, the references of the set that were active and unchanged since `since` and that no page of the
   * execution's listing has seen. Those that the latest complete listing of the job before had missed too come first.
   */
  freeze(
    execution: { readonly id: ExecutionId; readonly jobId: JobId; readonly since: Date },
    set: ReferenceSet,
  ): Promise<FrozenCandidates>;
  /** Freezes anew what an earlier execution left to a person; those that were seen or changed since are settled so. */
  freezeGranted(
    execution: { readonly id: ExecutionId; readonly jobId: JobId },
    foundBy: ExecutionId,
  ): Promise<GrantedCandidates>;
  /** Gives every frozen page from `fromPage` on this verdict. */
  settle(executionId: ExecutionId, fromPage: number, verdict: CandidateVerdict): Promise<void>;
  saveJudgement(judgement: CloseOutJudgement): Promise<void>;
  /** Undefined until it is judged. */
  find(executionId: ExecutionId): Promise<JudgedCloseOut | undefined>;
  isJudged(executionId: ExecutionId): Promise<boolean>;
  /**
   * Where references of the set are not what the listing of this execution, once judged, says of them: candidates that are
   * active although it was not decided to keep them, and inactive ones that were listed and applied. At most so many
   * examples of each.
   */
  compare(executionId: ExecutionId, set: ReferenceSet, examples: number): Promise<ListingDifference>;
  /** A record that the last pages of the listing gave, by its external id; undefined if there is none. */
  findControl(executionId: ExecutionId): Promise<string | undefined>;
  candidates(executionId: ExecutionId, pageNo: number): Promise<readonly Candidate[]>;
  /** Marks locked references inactive, with their records where no other reference is active. */
  inactivate(inactivation: Inactivation): Promise<void>;
  saveVerdicts(
    executionId: ExecutionId,
    pageNo: number,
    verdicts: readonly CandidateVerdict[],
  ): Promise<void>;
}

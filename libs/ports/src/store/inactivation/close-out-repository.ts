import type {
  InactivationApprovalId,
  ExecutionId,
  FailureId,
  JobId,
  JudgedCloseOut,
  ListedChunk,
  ListingDifference,
  ListingRepeats,
  ReferenceSet,
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

/** What listings prove, and what was decided of them. */
export interface CloseOutRepository {
  /** What the pages of the listing chunks of an execution prove, in the order of the chunks. */
  listing(executionId: ExecutionId): Promise<readonly ListedChunk[]>;
  /** Records that the current generation of an execution's listing named more than once, with some of their external ids. */
  repeats(executionId: ExecutionId): Promise<ListingRepeats>;
  /** Keeps with its listing chunks what speaks against the listing; what was kept first stays. */
  doubt(executionId: ExecutionId, reason: string): Promise<void>;
  /**
   * Open failures of entries that an earlier run set aside because another entry had their id, where the listing of this execution
   * named that id and no second entry, or was complete without it: locked.
   */
  lonelyTwins(
    execution: { readonly id: ExecutionId; readonly jobId: JobId },
    set: ReferenceSet,
  ): Promise<readonly FailureId[]>;
  saveJudgement(judgement: CloseOutJudgement): Promise<void>;
  /** Takes a judgement back, with its candidates: the execution goes on, and its listing is judged when it has ended. */
  forget(executionId: ExecutionId): Promise<void>;
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
}

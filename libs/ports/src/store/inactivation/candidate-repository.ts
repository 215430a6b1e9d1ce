import type {
  CandidateReading,
  CandidateVerdict,
  ExecutionId,
  FrozenCandidates,
  InactivationApprovalId,
  JobId,
  ReferenceSet,
} from '@evenkeel/domain';

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

/** Where a frozen candidate stands. */
export interface CandidatePlace {
  readonly pageNo: number;
  /** Candidates of the page before it. */
  readonly from: number;
}

export interface Inactivation {
  readonly executionId: ExecutionId;
  readonly referenceIds: readonly string[];
  readonly cause: string;
  /** When the absence was seen, ISO 8601; null: at some time since the run began. */
  readonly observedAt: string | null;
}

/** Records that are gone: frozen under the lock of their execution, inactivated under the fence of a chunk. */
export interface CandidateRepository {
  /** Freezes, in pages, the references that the listing of an execution has created; gives how many. */
  freezeCreated(executionId: ExecutionId): Promise<number>;
  /** References of the set that were active when the execution began. */
  activeAtStart(executionId: ExecutionId, set: ReferenceSet): Promise<number>;
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
  /** Freezes anew what an earlier execution left to a person; those that were seen or changed since get that verdict. */
  freezeGranted(
    execution: { readonly id: ExecutionId; readonly jobId: JobId },
    foundBy: ExecutionId,
  ): Promise<GrantedCandidates>;
  /** The same of what waits to be inactivated one by one under this approval. */
  freezeAnnounced(executionId: ExecutionId, approvalId: InactivationApprovalId): Promise<GrantedCandidates>;
  /** How many of the set were inactivated one by one lately, each without a person. */
  countAnnounced(set: ReferenceSet): Promise<number>;
  /** How many of the set are active; counted up to `atMost`. */
  countActive(set: ReferenceSet, atMost?: number): Promise<number>;
  /** Gives every frozen page from `fromPage` on this verdict. */
  giveVerdict(executionId: ExecutionId, fromPage: number, verdict: CandidateVerdict): Promise<void>;
  ofPage(executionId: ExecutionId, pageNo: number): Promise<readonly Candidate[]>;
  /** Marks locked references inactive, with their records where no other reference is active. */
  inactivate(inactivation: Inactivation): Promise<void>;
  /** Of candidates that follow each other on one page, in the place of verdicts that they were given before. */
  saveVerdicts(
    executionId: ExecutionId,
    place: CandidatePlace,
    verdicts: readonly CandidateVerdict[],
  ): Promise<void>;
}

import type { ExecutionId, JobId, RecordUpdate, ReferenceSet, ReferenceState } from '@evenkeel/domain';

/** Records that a run has seen in a state that is older, by what the provider says, than what is here. */
export interface Contradictions {
  readonly jobId: JobId;
  readonly executionId: ExecutionId;
  /** Whether they were asked for by their ids, rather than listed. */
  readonly isNamed: boolean;
  /** With the time at which the request began, ISO 8601. */
  readonly sightings: readonly { readonly reference: ReferenceState; readonly observedAt: string }[];
}

/** External references, set-based. What is written must be locked, and its chunk before it. */
export interface ReferenceRepository {
  /** Without a lock: only to choose what need not be written. */
  find(set: ReferenceSet, externalIds: readonly string[]): Promise<readonly ReferenceState[]>;
  /** Locks in the order of the external ids. */
  lock(set: ReferenceSet, externalIds: readonly string[]): Promise<readonly ReferenceState[]>;
  /** Keeps with locked references that they were seen at this time (ISO 8601), where nothing else is written of them. */
  touch(referenceIds: readonly string[], observedAt: string): Promise<void>;
  /** Notes newer versions of records whose content stayed as it was; no change of the record itself. */
  noteVersions(sightings: readonly RecordUpdate[]): Promise<void>;
  /**
   * External ids of those that are what the provider has all the same: the request began after what is here had been written, and they were
   * asked for by their ids, or the latest complete listing of the job gave them so too. None that one listing gave twice.
   */
  adoptable(contradictions: Contradictions): Promise<ReadonlySet<string>>;
}

import type { RecordUpdate, ReferenceSet, ReferenceState } from '@evenkeel/domain';

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
}

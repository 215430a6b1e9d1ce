import type { ExecutionId, RecordType } from '@evenkeel/domain';
import type { Listed, ListRequest } from '../listed.js';

export interface RecordTypeRepository {
  find(name: string): Promise<RecordType | undefined>;
  /** The same, locked against a change, a removal and new jobs of it. */
  lock(name: string): Promise<RecordType | undefined>;
  /** By name. */
  list(request: ListRequest): Promise<Listed<RecordType>>;
  /** Makes it, without a schema, unless it is there; until the end of the transaction it cannot be removed. `id`: of a new one. */
  ensure(name: string, id: string): Promise<void>;
  /** Stores its next revision; the caller has locked it. */
  saveRevision(type: RecordType): Promise<void>;
  /** With its revisions; records stay. The caller has locked it. */
  remove(id: string): Promise<void>;
  /** The record type of an execution at the revision that it began with; undefined: there is none. */
  ofExecution(id: ExecutionId): Promise<RecordType | undefined>;
  /** Those that it derives records of, by name, at the revisions that it began with. */
  derivedBy(id: ExecutionId): Promise<ReadonlyMap<string, RecordType>>;
}

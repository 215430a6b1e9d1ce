import type { ConnectionId, ExecutionId, ShapeChange, StreamShape } from '@evenkeel/domain';
import type { Listed, ListRequest } from '../listed.js';

/** Whose records a shape is about. */
export interface ShapeKey {
  readonly connectionId: ConnectionId;
  readonly stream: string;
}

/** A version of a shape, with what made it one. */
export interface ShapeVersion {
  readonly version: number;
  /** The first of them, where there are very many. */
  readonly changes: readonly ShapeChange[];
  readonly changeCount: number;
  readonly executionId: ExecutionId;
  readonly seenAt: Date;
}

/** A version that is to be kept. */
export type NewShapeVersion = Pick<ShapeVersion, 'changes' | 'executionId'>;

/** What the records of streams look like, in numbered versions. */
export interface StreamShapeRepository {
  /** Undefined: nothing of it was seen yet. `countedAt`: when it was last kept. */
  find(key: ShapeKey): Promise<(StreamShape & { readonly countedAt: Date }) | undefined>;
  /** The same, locked against other changes until the end of the transaction; where there is none it is made, at version 0. */
  lock(key: ShapeKey): Promise<StreamShape>;
  /** Stores it, and its newest version where that is a further one. The caller has locked it. The oldest of very many versions are dropped. */
  save(key: ShapeKey, shape: StreamShape, version?: NewShapeVersion): Promise<void>;
  /**
   * Whether what is new waits for a person: a job of the stream says `stop`, and a full run of one has succeeded since its shape is
   * kept, so that this is known.
   */
  isGuarded(key: ShapeKey): Promise<boolean>;
  /** The newest first. */
  versions(key: ShapeKey, request: ListRequest): Promise<Listed<ShapeVersion>>;
}

import { diffShapes, stopsRun, type ShapeChange } from './diff-shapes.js';
import { NOTHING_SEEN, type Shape } from './shape.js';
import { boundShape, uniteShapes } from './unite-shapes.js';

/** What a job does where records come in another shape than those before. */
export const SCHEMA_POLICIES = ['evolve', 'ignore', 'stop'] as const;
export type SchemaPolicy = (typeof SCHEMA_POLICIES)[number];

/** What the records of a stream look like. */
export interface StreamShape {
  /** Raised by each change; 0: nothing was seen yet. */
  readonly version: number;
  readonly seen: Shape;
  /** The newest version that counts as known; later ones wait for a person. */
  readonly acceptedVersion: number;
  /** The shape of that version. */
  readonly accepted: Shape;
  /** Whether some of the records went by without being looked at. */
  readonly isSampled: boolean;
}

/** What one group of pages looks like. */
export interface ObservedShape {
  readonly shape: Shape;
  readonly isSampled: boolean;
}

export const UNSEEN: StreamShape = {
  version: 0,
  seen: NOTHING_SEEN,
  acceptedVersion: 0,
  accepted: NOTHING_SEEN,
  isSampled: false,
};

/** How the shape of a stream goes on. */
export interface ShapeStep {
  readonly next: StreamShape;
  /** What makes the next version; empty: the version stays. */
  readonly changes: readonly ShapeChange[];
}

/** `isGuarded`: what is new to the stream waits for a person, as far as it stops a run. */
export function noteShape(
  kept: StreamShape,
  { shape, isSampled }: ObservedShape,
  isGuarded: boolean,
): ShapeStep {
  const seen = boundShape(uniteShapes(kept.seen, shape));
  const changes = diffShapes(kept.seen, seen);
  const version = kept.version + (changes.length > 0 ? 1 : 0);
  const next = { ...kept, version, seen, isSampled: kept.isSampled || isSampled };
  const isAccepted = kept.acceptedVersion === kept.version;
  // What waits for a person is not accepted by records that are as they were.
  const waits = changes.length === 0 ? !isAccepted : isGuarded && (!isAccepted || changes.some(stopsRun));
  return { next: waits ? next : acceptShape(next), changes };
}

/** What came so far counts as known. */
export function acceptShape(kept: StreamShape): StreamShape {
  return { ...kept, acceptedVersion: kept.version, accepted: kept.seen };
}

/** What a group brings that a run whose job says `stop` ends for. */
export function findStoppingChanges(
  { accepted }: Pick<StreamShape, 'accepted'>,
  { shape }: ObservedShape,
): readonly ShapeChange[] {
  return diffShapes(accepted, shape).filter(stopsRun);
}

/** Whether what was counted since it was last kept is worth a statement: the first of a day, or twice as much as is kept. */
export function isWorthKeeping({ seen }: Pick<StreamShape, 'seen'>, counted: Shape): boolean {
  return counted.present > 0 && (counted.seenOn > seen.seenOn || counted.present >= seen.present);
}

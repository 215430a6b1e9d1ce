import type { JsonValue } from '../json.js';
import type { Projection } from './projection.js';

/** The sources that speak for a record. */
export interface MergedSources {
  /** Oldest first. */
  readonly projections: readonly Projection[];
  /** The place of a source in the ranking; the first is 0. */
  readonly rankOf: (projection: Projection) => number;
}

/** What a source says of a field; null: nothing. */
export function valueOf({ data }: Projection, field: string): JsonValue {
  return Object.hasOwn(data, field) ? (data[field] as JsonValue) : null;
}

/** When it last said something else there; the earliest of times where that is not known. */
export function changedAt(projection: Pick<Projection, 'changedAt'>, field: string): string {
  return Object.hasOwn(projection.changedAt, field) ? (projection.changedAt[field] as string) : '';
}

import type { JsonObject } from '../json.js';
import { isWithin, WHOLE } from './place.js';

/**
 * What both sides of a record last agreed on, in the shape of the local record. It has two values for each field, for a provider may
 * round or trim what it is sent: the local side is unchanged while it equals the one, the remote side while it equals the other.
 */
export interface Base {
  /** Revision of the mapping under which the sides were agreed on. */
  readonly mappingRevision: number;
  /** What the local record held, which is what was sent where something was. */
  readonly local: JsonObject;
  /** What the provider was last read to hold; of {@link unread} fields what it was sent. */
  readonly remote: JsonObject;
  /** Texts of places that were written and not read since: what the next reading says there is what became of our value. */
  readonly unread: readonly string[];
  /** Texts of places of which nothing was agreed on yet. */
  readonly unknown: readonly string[];
}

/** Of a record on which the sides have not agreed in anything. */
export function unknownBase(mappingRevision: number): Base {
  return { mappingRevision, local: {}, remote: {}, unread: [], unknown: [WHOLE] };
}

/** Of a record that was made of what the other side holds: both are what the mapping says. */
export function agreedBase(mappingRevision: number, projection: JsonObject): Base {
  return { mappingRevision, local: projection, remote: projection, unread: [], unknown: [] };
}

/** The base under another revision of the mapping: of targets that it added or changed nothing is known. */
export function rebase(base: Base, mappingRevision: number, changedTargets: readonly string[]): Base {
  if (base.mappingRevision === mappingRevision) return base;
  const added = changedTargets.filter((target) => !base.unknown.some((known) => isWithin(target, known)));
  const kept = base.unknown.filter((known) => !added.some((target) => isWithin(known, target)));
  return { ...base, mappingRevision, unknown: [...kept, ...added] };
}

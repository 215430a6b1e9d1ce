import type { JsonObject, JsonValue } from '../json.js';
import { changedAt } from './merged-sources.js';
import type { Projection } from './projection.js';

/** What was changed here of a record that is made of its sources. */
export interface LocalSide {
  /** The record that was edited; it may have been merged since. */
  readonly recordId: string;
  readonly data: JsonObject;
  /** By top-level field: when it was edited last, ISO 8601 in UTC. A field that is here and not in `data` was removed. */
  readonly changedAt: Readonly<Record<string, string>>;
}

/**
 * What a record says that was made of its sources and edited here: of each field what was said last. A source that was read, or changed,
 * at the time of the edit or later wins: other systems see it too. As with sources alone the order of reading and merging does not matter.
 */
export function layLocalSides(
  merged: JsonObject,
  projections: readonly Projection[],
  sides: readonly LocalSide[],
): JsonObject {
  const edits = lastEdits(sides);
  if (edits.size === 0) return merged;
  const speaking = speakingOf(projections);
  const stands = (field: string, at: string) => speaking.every((source) => changedAt(source, field) < at);
  const fields = new Map<string, JsonValue>(Object.entries(merged));
  for (const [field, side] of edits) {
    if (!stands(field, timeOf(side, field))) continue;
    if (Object.hasOwn(side.data, field)) fields.set(field, side.data[field] as JsonValue);
    else fields.delete(field);
  }
  return Object.fromEntries(fields);
}

/** When a field was edited, where that edit stands: what no source has said something else of since. Undefined: a source says what is there. */
export function standingEdit(
  field: string,
  projections: readonly Projection[],
  sides: readonly LocalSide[],
): string | undefined {
  const side = lastEdits(sides).get(field);
  if (side === undefined) return undefined;
  const at = timeOf(side, field);
  return speakingOf(projections).every((source) => changedAt(source, field) < at) ? at : undefined;
}

/** By field the side that edited it last; of one time that of the older record. */
function lastEdits(sides: readonly LocalSide[]): ReadonlyMap<string, LocalSide> {
  const edits = new Map<string, LocalSide>();
  for (const side of sides.toSorted(olderFirst)) {
    for (const field of Object.keys(side.changedAt)) {
      const known = edits.get(field);
      if (known === undefined || timeOf(known, field) < timeOf(side, field)) edits.set(field, side);
    }
  }
  return edits;
}

function speakingOf(projections: readonly Projection[]): readonly Projection[] {
  const active = projections.filter((each) => each.active);
  return active.length === 0 ? projections : active;
}

function olderFirst(one: LocalSide, other: LocalSide): number {
  return Number(BigInt(one.recordId) - BigInt(other.recordId));
}

function timeOf(side: LocalSide, field: string): string {
  return side.changedAt[field] as string;
}

import { canonicalText } from '../json-text/canonical-text.js';
import type { JsonObject, JsonValue } from '../json.js';
import { changedAt } from './merged-sources.js';
import type { Projection } from './projection.js';

interface Remade {
  readonly before: JsonObject;
  readonly after: JsonObject;
}

/**
 * Where a source is gone, what it had said last stays where it was sent to another one that keeps in step with the record: that one says it from then on. `holds`: whether a
 * source does so. Undefined: nothing would be lost, or none does.
 */
export function keepHeld(
  projections: readonly Projection[],
  remade: Remade,
  holds: (referenceId: string) => boolean,
): Projection | undefined {
  const holder = projections.find(({ active, referenceId }) => active && holds(referenceId));
  const lost = lostFields(projections, remade);
  if (holder === undefined || lost.length === 0) return undefined;
  const values = lost.map(([field]) => [field, remade.before[field] as JsonValue] as const);
  return {
    ...holder,
    data: Object.fromEntries([...Object.entries(holder.data), ...values]),
    changedAt: Object.fromEntries([...Object.entries(holder.changedAt), ...lost]),
  };
}

/** What the record had of a source that is gone, and none that is there has said something else of since; each with when it was said. */
export function lostFields(
  projections: readonly Projection[],
  { before, after }: Remade,
): readonly (readonly [field: string, at: string])[] {
  const active = projections.filter((each) => each.active);
  if (active.length === 0) return [];
  return Object.keys(before).flatMap((field) => {
    const held = textAt(before, field);
    if (held === textAt(after, field)) return [];
    const gone = projections.find((each) => !each.active && textAt(each.data, field) === held);
    if (gone === undefined) return [];
    const at = changedAt(gone, field);
    const isLater = (each: Projection) => Object.hasOwn(each.data, field) && changedAt(each, field) > at;
    return active.some(isLater) ? [] : [[field, at] as const];
  });
}

function textAt(data: JsonObject, field: string): string | undefined {
  return Object.hasOwn(data, field) ? canonicalText(data[field] as JsonValue) : undefined;
}

import type { Scope } from '../execution/scope.js';
import type { Watermark } from './watermark.js';

/**
 * The watermark after a run all of whose chunks reached their end; undefined if it cannot be moved on, because a chunk
 * has no bound, or the bounds cannot be compared: times and positions, or positions of several chunks.
 */
export function advanceWatermark(
  current: Watermark | undefined,
  bounds: readonly (Watermark | null)[],
): Watermark | undefined {
  const [first, ...others] = bounds;
  if (!first) return undefined;
  if (first.kind === 'position') return others.length === 0 ? first : undefined;
  let earliest = first;
  for (const bound of bounds) {
    if (bound?.kind !== 'time' || Number.isNaN(Date.parse(bound.value))) return undefined;
    if (Date.parse(bound.value) < Date.parse(earliest.value)) earliest = bound;
  }
  const goesBack = current?.kind === 'time' && Date.parse(earliest.value) < Date.parse(current.value);
  return goesBack ? current : earliest;
}

/**
 * Whether what an execution read joins on to the watermark as it is now. A person may have set it back, or another run
 * may have moved it, while the execution waited to be resumed: then its end says nothing of what lies between.
 */
export function joinsOn(scope: Scope, current: Watermark | undefined): boolean {
  if (scope.kind === 'full') return true;
  if (scope.kind !== 'incremental' || scope.backfill !== undefined || current === undefined) return false;
  const { since } = scope;
  if (since.kind === 'time' && current.kind === 'time') {
    return Date.parse(since.value) <= Date.parse(current.value);
  }
  return since.kind === current.kind && since.value === current.value;
}

import type { Slice } from './chunk.js';
import type { Scope } from './execution.js';

/** Named records of one chunk: few enough that a crash repeats little. */
export const IDS_PER_CHUNK = 100;

/** Cuts the scope into slices that can be read side by side. A stream that only a cursor walks is one slice. */
export function planSlices(scope: Scope): readonly Slice[] {
  if (scope.kind !== 'single') return [{ kind: 'whole' }];
  const ids = [...new Set(scope.externalIds)];
  const slices: Slice[] = [];
  for (let start = 0; start < ids.length; start += IDS_PER_CHUNK) {
    slices.push({ kind: 'ids', externalIds: ids.slice(start, start + IDS_PER_CHUNK) });
  }
  return slices;
}

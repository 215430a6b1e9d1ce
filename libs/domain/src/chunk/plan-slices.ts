import type { Slice } from './slice.js';
import type { Scope } from '../execution/scope.js';

/** Named records of one chunk: few enough that a crash repeats little. */
export const IDS_PER_CHUNK = 100;

/** Cuts the scope into slices that can be read side by side. A stream that only a cursor walks is one slice. */
export function planSlices(scope: Scope): readonly Slice[] {
  switch (scope.kind) {
    case 'incremental':
      return [{ kind: 'whole' }, ...failureSlices(scope.failureIds ?? [])];
    case 'full':
      return [{ kind: 'whole' }];
    case 'partial':
      return failureSlices(scope.failureIds);
    case 'single':
      return parts(scope.externalIds).map((externalIds) => ({ kind: 'ids', externalIds }));
    case 'push':
      return [scope];
    case 'approval':
      // Cut once its candidates are frozen.
      return [];
  }
}

function failureSlices(ids: readonly string[]): readonly Slice[] {
  return parts(ids).map((failureIds) => ({ kind: 'failures', failureIds }));
}

function parts(named: readonly string[]): readonly (readonly string[])[] {
  const ids = [...new Set(named)];
  return Array.from({ length: Math.ceil(ids.length / IDS_PER_CHUNK) }, (_, nth) =>
    ids.slice(nth * IDS_PER_CHUNK, (nth + 1) * IDS_PER_CHUNK),
  );
}

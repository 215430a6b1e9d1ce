import type { StreamSettings } from '../settings/stream-settings.js';

/** The paths of all lists in an answer. */
export function listsOf({
  recordsPath,
  removed,
}: Pick<StreamSettings, 'recordsPath' | 'removed'>): readonly string[] {
  return [recordsPath, removed?.path ?? []].flat();
}

/** Whether the last entry of an answer is the one that the next page begins behind. */
export function hasLast({
  layout,
  recordsPath,
  removed,
}: Pick<StreamSettings, 'layout' | 'recordsPath' | 'removed'>): boolean {
  // The members of an object have no order, and of several lists each has a last one.
  return layout.kind !== 'map' && typeof recordsPath === 'string' && removed === undefined;
}

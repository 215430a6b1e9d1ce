import type { ReferenceSet } from '../record/reference.js';
import type { PiecePlan } from './plan-pieces.js';
import { setKey } from './record-link.js';

export interface PieceLock {
  readonly key: string;
  readonly set: ReferenceSet;
  readonly externalIds: readonly string[];
}

/** The derived records that a plan may write or inactivate, in the order in which they are locked. */
export function locksOf({ wanted, orphans }: Pick<PiecePlan, 'wanted' | 'orphans'>): readonly PieceLock[] {
  const locks = new Map<string, { readonly set: ReferenceSet; readonly ids: Set<string> }>();
  const add = (set: ReferenceSet, ids: Iterable<string>): void => {
    const key = setKey(set);
    const lock = locks.get(key) ?? { set, ids: new Set<string>() };
    for (const id of ids) lock.ids.add(id);
    locks.set(key, lock);
  };
  for (const { set, writes } of wanted) if (writes.size > 0) add(set, writes.keys());
  for (const { link } of orphans) add(link.to, [link.externalId]);
  return [...locks.keys()].sort().map((key) => {
    const { set, ids } = locks.get(key)!;
    return { key, set, externalIds: [...ids] };
  });
}

import type { MatchSubject } from './match-subject.js';
import { MOST_OF_SET, type FoundReference } from './stored-match.js';

type Holder = Pick<FoundReference, 'setId' | 'externalId'>;

/** Exact keys that more than so many external ids of one set have: of what is stored and of the subjects. */
export function findShared(
  found: ReadonlyMap<string, readonly FoundReference[]>,
  subjects: readonly MatchSubject[],
): ReadonlySet<string> {
  const presented = new Map<string, Holder[]>();
  for (const { keys, setId, externalId } of subjects)
    for (const { key, digest } of keys) {
      // Many of one set have the first letters of a name in common; an address that is one person's they have not.
      if (key.role !== 'exact') continue;
      const holder = { setId, externalId };
      const holders = presented.get(digest);
      if (holders === undefined) presented.set(digest, [holder]);
      else holders.push(holder);
    }
  const shared = new Set<string>();
  for (const [digest, holders] of presented) {
    const stored = found.get(digest) ?? [];
    if (stored.length + holders.length <= MOST_OF_SET) continue;
    if (isShared([...stored.filter(({ active }) => active), ...holders])) shared.add(digest);
  }
  return shared;
}

function isShared(holders: readonly Holder[]): boolean {
  const sets = new Map<string, Set<string>>();
  for (const { setId, externalId } of holders)
    sets.set(setId, (sets.get(setId) ?? new Set()).add(externalId));
  return [...sets.values()].some(({ size }) => size > MOST_OF_SET);
}

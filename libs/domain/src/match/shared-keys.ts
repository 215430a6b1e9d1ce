import type { MatchSubject } from './match-subject.js';
import { MOST_OF_SET, type FoundReference } from './stored-match.js';

type Holder = Pick<FoundReference, 'setId' | 'externalId'>;

/** Who presents each exact key, by its digest. */
export type PresentedKeys = ReadonlyMap<string, readonly Holder[]>;

export function presentedBy(subjects: readonly MatchSubject[]): PresentedKeys {
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
  return presented;
}

/** Of these digests the exact keys that more than so many external ids of one set have: of what is stored and of those who present them. */
export function findShared(
  digests: Iterable<string>,
  presented: PresentedKeys,
  found: ReadonlyMap<string, readonly FoundReference[]>,
): readonly string[] {
  const shared: string[] = [];
  for (const digest of digests) {
    const holders = presented.get(digest) ?? [];
    const stored = found.get(digest) ?? [];
    if (holders.length === 0 || stored.length + holders.length <= MOST_OF_SET) continue;
    if (isShared([...stored.filter(({ active }) => active), ...holders])) shared.push(digest);
  }
  return shared;
}

function isShared(holders: readonly Holder[]): boolean {
  const sets = new Map<string, Set<string>>();
  for (const { setId, externalId } of holders)
    sets.set(setId, (sets.get(setId) ?? new Set()).add(externalId));
  return [...sets.values()].some(({ size }) => size > MOST_OF_SET);
}

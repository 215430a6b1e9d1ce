import type { KeptApart, MatchKeyRow, StoredReading } from './stored-match.js';

/** Every pair of the two sides, once for each key that both present, so that what presents it later is kept apart as well. */
export function pairsApart(
  ones: readonly StoredReading[],
  others: readonly StoredReading[],
  keys: readonly MatchKeyRow[],
): readonly KeptApart[] {
  const keysOf = (id: string) => keys.flatMap(({ referenceId, key }) => (referenceId === id ? [key] : []));
  return ones.flatMap((one) =>
    others.flatMap((other) => {
      const present = new Set(keysOf(other.referenceId));
      const both = keysOf(one.referenceId).filter((key) => present.has(key));
      const pair = {
        ...{ setId: one.setId, externalId: one.externalId },
        ...{ otherSetId: other.setId, otherExternalId: other.externalId },
      };
      return [null, ...both].map((key) => ({ ...pair, key }));
    }),
  );
}

import type { KeptApart, StoredReading } from './stored-match.js';

type Named = Pick<StoredReading, 'setId' | 'externalId'>;

/** A pair of which each side has one, and of which a person said that they are not one; undefined: there is none. */
export function findKeptApart(
  ones: readonly Named[],
  others: readonly Named[],
  apart: readonly KeptApart[],
): KeptApart | undefined {
  const has = (side: readonly Named[], setId: string, externalId: string) =>
    side.some((each) => each.setId === setId && each.externalId === externalId);
  return apart.find(
    ({ setId, externalId, otherSetId, otherExternalId }) =>
      has(ones, setId, externalId) && has(others, otherSetId, otherExternalId),
  );
}

/** Where a record was written to. */
export interface WrittenReference {
  readonly referenceId: string;
  readonly recordId: string;
  readonly setId: string;
  /** Whether the provider has it still. */
  readonly active: boolean;
}

interface Moving {
  readonly referenceId: string;
  readonly absorbedId: string;
  readonly survivorId: string;
}

/**
 * References that go with a record that becomes part of another one: the provider's record is that one's from then on, else it would be created there a second time. Where
 * the survivor is at that provider already each keeps its own.
 */
export function followSurvivors(
  pairs: readonly Pick<Moving, 'absorbedId' | 'survivorId'>[],
  written: readonly WrittenReference[],
): readonly Moving[] {
  const survivors = new Map(pairs.map(({ absorbedId, survivorId }) => [absorbedId, survivorId]));
  const placeOf = (recordId: string, { setId }: WrittenReference) => `${recordId} ${setId}`;
  const taken = new Set(
    written.filter(({ active }) => active).map((reference) => placeOf(reference.recordId, reference)),
  );
  return written.flatMap((reference): readonly Moving[] => {
    const { referenceId, recordId: absorbedId, active } = reference;
    const survivorId = survivors.get(absorbedId);
    if (survivorId === undefined) return [];
    const place = placeOf(survivorId, reference);
    if (taken.has(place)) return [];
    if (active) taken.add(place);
    return [{ referenceId, absorbedId, survivorId }];
  });
}

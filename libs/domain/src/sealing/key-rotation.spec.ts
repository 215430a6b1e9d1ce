import fc from 'fast-check';
import {
  FIRST_PLACE,
  placeAfter,
  placeFromText,
  placeToText,
  SEALED_KINDS,
  type RotationPlace,
  type SealedKind,
} from './key-rotation.js';

const texts = fc.record(
  Object.fromEntries(
    SEALED_KINDS.map((kind) => [kind, fc.uniqueArray(fc.string({ minLength: 1 }), { maxLength: 9 })]),
  ) as Record<SealedKind, fc.Arbitrary<string[]>>,
);

it('meets every text once, whatever the size of its steps, and comes to an end', () => {
  fc.assert(
    fc.property(texts, fc.integer({ min: 1, max: 5 }), (kept, limit) => {
      const met: string[] = [];
      let place: RotationPlace | null = FIRST_PLACE;
      while (place !== null) {
        const { kind, at }: RotationPlace = placeFromText(placeToText(place))!;
        const left = [...kept[kind]].sort().filter((each) => each > at);
        const read = left.slice(0, limit).map((each) => ({ at: each }));
        met.push(...read.map((each) => `${kind} ${each.at}`));
        place = placeAfter(place, read, limit);
      }
      const all = SEALED_KINDS.flatMap((kind) => kept[kind].map((each) => `${kind} ${each}`));
      expect(met.sort()).toEqual(all.sort());
    }),
  );
});

it.each(['', 'credentials', 'passwords:x', ':'])('takes %p for no place', (text) => {
  expect(placeFromText(text)).toBeUndefined();
});

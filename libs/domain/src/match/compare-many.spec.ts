import fc from 'fast-check';
import { compileMatch } from './compile-match.js';
import { keyText } from './match-key.js';
import type { MatchSettings } from './match-settings.js';

const settings: MatchSettings = {
  rules: [
    {
      name: 'name',
      review: 0.6,
      when: {
        all: [
          { field: 'name', by: 'fuzzy', algorithm: 'levenshtein', threshold: 0.8 },
          {
            any: [
              { field: 'street', by: 'fuzzy', threshold: 0.9 },
              { field: 'town', by: 'exact' },
            ],
          },
        ],
      },
      blockBy: [{ field: 'name', by: 'prefix', length: 1 }],
    },
  ],
};
const person = fc.record({
  name: fc.constantFrom('anna', 'annabel', 'anne', 'bert'),
  street: fc.constantFrom('high street 1', 'high street 2', 'mill lane 7'),
  town: fc.constantFrom('x', 'y'),
});

it('says of a pair what it says of it alone, whatever was compared before', () => {
  const pairs = fc.array(fc.tuple(person, person), { maxLength: 30 });
  fc.assert(
    fc.property(pairs, (all) => {
      const match = compileMatch(settings, new Set());
      for (const [one, other] of all) {
        const usable = new Set(match.keysOf(one).map(keyText));
        const alone = compileMatch(settings, new Set()).compare(one, other, usable);
        const verdict = match.compare(one, other, usable);
        // Of two that are told apart it is not said how far they are from each other.
        if (alone.verdict === 'none') expect(verdict.verdict).toBe('none');
        else expect(verdict).toEqual(alone);
        expect(match.compare(one, other)).toEqual(compileMatch(settings, new Set()).compare(one, other));
      }
    }),
    { numRuns: 100 },
  );
});

import fc from 'fast-check';
import { compileMatch } from './compile-match.js';
import { arrive, type Arrival } from './testing/arrivals.js';

const match = compileMatch(
  {
    rules: [
      { name: 'email', when: { field: 'email', by: 'exact', normalise: ['email'] } },
      {
        name: 'name',
        review: 0.7,
        when: { field: 'name', by: 'fuzzy', algorithm: 'levenshtein', threshold: 0.8 },
        blockBy: [{ field: 'name', by: 'prefix', length: 1 }],
      },
    ],
  },
  new Set(),
);

describe('readings of distinct sets (C42)', () => {
  const names = fc.constantFrom('Anna Berg', 'Anna Bergs', 'Ana Bergss', 'Ann Bergsson', 'Bob', null);
  const mails = fc.constantFrom('a@x.io', 'b@x.io', 'c@x.io', 'none@none.com', null);
  const arrivals = fc
    .array(fc.record({ name: names, email: mails }), { minLength: 2, maxLength: 7 })
    .map((list): readonly Arrival[] => list.map((data, nth) => ({ key: String(nth), data })));

  it('are the same records in whatever order they arrive', () => {
    const inTwoOrders = arrivals.chain((list) =>
      fc.tuple(fc.constant(list), fc.shuffledSubarray([...list], { minLength: list.length })),
    );
    fc.assert(
      fc.property(inTwoOrders, ([one, other]) => {
        expect(arrive(other, match).partition).toEqual(arrive(one, match).partition);
      }),
      { numRuns: 500 },
    );
  });

  it('are what is connected by matches, also where the ends of a chain are not alike', () => {
    const [first, middle, last] = [
      { key: 'a', data: { name: 'Anna Berg' } },
      { key: 'b', data: { name: 'Anna Bergss' } },
      { key: 'c', data: { name: 'Anna Bergssss' } },
    ] as const;
    expect(match.compare(first.data, last.data).verdict).not.toBe('match');
    for (const order of [
      [first, middle, last],
      [first, last, middle],
      [last, middle, first],
    ])
      expect(arrive(order, match).partition).toEqual(['a b c']);
  });

  it('never put two of one set into one record, in no order', () => {
    const ofFewSets = arrivals.map((list) => list.map((each, nth) => ({ ...each, setId: String(nth % 3) })));
    fc.assert(
      fc.property(ofFewSets, (list) => {
        for (const record of arrive(list, match).partition) {
          const sets = record.split(' ').map((key) => Number(key) % 3);
          expect(new Set(sets).size).toBe(sets.length);
        }
      }),
    );
  });
});

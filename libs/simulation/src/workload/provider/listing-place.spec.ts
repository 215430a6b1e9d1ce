import { formatPlace, nextPlace, readPlace, type ListingEnd } from './listing-place.js';

describe('the cursor of a listing', () => {
  it('says where the next page begins, what it begins with, and where the page before began', () => {
    for (const place of [
      { index: 0, edge: null, before: null },
      { index: 4, edge: 'things-3', before: null },
      { index: 4, edge: null, before: 0 },
    ]) {
      expect(readPlace(formatPlace(place), 9)).toEqual(place);
    }
    expect(readPlace(null, 9)).toEqual({ index: 9, edge: null, before: null });
    expect(formatPlace({ index: 4, edge: null, before: null })).toBe('4');
  });

  it.each<[ListingEnd, readonly (readonly [number, boolean])[]]>([
    [
      'said',
      [
        [3, true],
        [2, true],
        [0, true],
      ],
    ],
    [
      'empty page',
      [
        [0, true],
        [0, false],
      ],
    ],
    [
      'short page',
      [
        [2, true],
        [0, true],
        [2, false],
        [0, false],
      ],
    ],
    [
      'repeated page',
      [
        [0, true],
        [0, false],
      ],
    ],
  ])('ends as it is declared: %s', (end, last) => {
    const isLast = new Set(last.map(String));
    for (const found of [0, 2, 3]) {
      for (const isAtEnd of [true, false]) {
        const next = nextPlace(end, { index: 7, edge: null, before: 4, found }, { isAtEnd, pageSize: 3 });
        expect([found, isAtEnd, next === null]).toEqual([
          found,
          isAtEnd,
          isLast.has(String([found, isAtEnd])),
        ]);
      }
    }
  });
});

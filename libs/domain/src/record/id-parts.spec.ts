import * as fc from 'fast-check';
import { joinIdParts, splitIdParts } from './id-parts.js';

describe('an id of several parts', () => {
  it.each([
    [['7', '2026-01-01'], '7/2026-01-01'],
    [['a/b~c', 'd'], 'a~1b~0c/d'],
    [['a/b~c'], 'a/b~c'],
  ])('of %j is %s', (parts, id) => {
    expect(joinIdParts(parts)).toBe(id);
    expect(splitIdParts(id, parts.length)).toEqual(parts);
  });

  it('has not fewer parts, or more', () => {
    expect(splitIdParts('a/b', 3)).toBeUndefined();
    expect(splitIdParts('a/b/c', 2)).toBeUndefined();
  });

  it('has all of its parts, and is another for other parts', () => {
    const letters = fc.string({ unit: fc.constantFrom('/', '~', '0', '1', 'a'), minLength: 1 });
    const parts = fc.array(letters, { minLength: 1, maxLength: 4 });
    fc.assert(
      fc.property(parts, (some) => {
        expect(splitIdParts(joinIdParts(some), some.length)).toEqual(some);
      }),
    );
  });
});

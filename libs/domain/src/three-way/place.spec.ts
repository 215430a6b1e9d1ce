import fc from 'fast-check';
import { parseValuesPath } from '../mapping/path.js';
import { covers, isWithin, placeText, type RecordPlace } from './place.js';

describe('the text of a place', () => {
  it.each([
    [[], '$'],
    [['address', 'city'], 'address.city'],
    [['a.b', '*', '$'], 'a\\.b.\\*.$'],
    [['$'], '\\$'],
    [['lines', { entry: '"A.1"' }, 'n'], 'lines.["A\\.1"].n'],
    [['lines', '["A"]'], 'lines.\\["A"]'],
  ] as readonly (readonly [RecordPlace, string])[])('%j is %s', (place, text) => {
    expect(placeText(place)).toBe(text);
  });

  const step = fc.oneof(
    fc.string({ unit: fc.constantFrom('a', '.', '\\', '$', '*', '[', ']', '"'), maxLength: 3 }),
    fc.record({ entry: fc.string({ unit: fc.constantFrom('a', '.', '\\', '"', ']'), maxLength: 3 }) }),
  );
  const places = fc.array(step, { maxLength: 3 });

  it('is its own for each place, and within that of what holds it alone', () => {
    fc.assert(
      fc.property(places, places, (one, other) => {
        const isSame = JSON.stringify(one) === JSON.stringify(other);
        expect(placeText(one) === placeText(other)).toBe(isSame);
        const isInner = JSON.stringify(one.slice(0, other.length)) === JSON.stringify(other);
        expect(isWithin(placeText(one), placeText(other))).toBe(isInner);
      }),
      { numRuns: 1_000 },
    );
  });
});

describe('a path', () => {
  it.each([
    ['lines.*.n', ['lines', { entry: '1' }, 'n'], true],
    ['lines', ['lines', { entry: '1' }, 'n'], true],
    ['lines.*.n', ['lines', { entry: '1' }], false],
    ['lines.n', ['lines', { entry: '1' }, 'n'], false],
  ] as readonly (readonly [string, RecordPlace, boolean])[])('%s covers %j: %s', (path, place, is) => {
    expect(covers(parseValuesPath(path), place)).toBe(is);
  });
});

import fc from 'fast-check';
import type { JsonValue } from '../json.js';
import { ExactNumber } from '../number/exact-number.js';
import { rounded } from '../conflict/testing/rounding-provider.js';
import { isLike } from './like-value.js';
import { records } from './testing/records.js';

type Pair = readonly [sent: JsonValue | undefined, read: JsonValue | undefined];

describe('what a provider makes of a value', () => {
  it.each<Pair>([
    ['Ann ', 'Ann'],
    ['o’neill', "O'Neill"],
    ['Café', 'cafe'],
    ['+49 (176) 55 01', '+491765501'],
    ['a text that is longer than its column', 'a text that is longer'],
    [10.005, 10.01],
    ['10.50', 10.5],
    [new ExactNumber('9007199254740993.5'), 9007199254740994],
    [0.1 + 0.2, 0.3],
    [true, 'true'],
    ['2026-11-30T10:00:00+01:00', '2026-11-30T09:00:00.000Z'],
    ['2026-11-30T10:00:00Z', '2026-11-30'],
    [
      [3, 1, 1],
      [1, 3],
    ],
    [{ city: 'Ulm ' }, { city: 'Ulm', zip: null }],
    ['', undefined],
    [null, []],
    [undefined, ' '],
    ['-', ' -'],
  ])('may be: %j is read as %j', (sent, read) => {
    expect(isLike(sent, read)).toBe(true);
  });

  it.each<Pair>([
    ['Ann', 'Anna'],
    ['Anna', 'Ann'],
    ['Ann', undefined],
    [undefined, 'Ann'],
    [10, 11],
    [10.5, 12],
    [1.25, 1.26],
    ['10', 'ten'],
    [true, false],
    ['2026-11-30T10:00:00Z', '2026-12-01'],
    ['2026-11-30', '2026-12-01'],
    [[1, 2], [1]],
    [[1], 'x'],
    [{ city: 'Ulm' }, { city: 'Bonn' }],
    [{ city: 'Ulm' }, 'Ulm'],
    ['-', '+'],
  ])('is not: %j is read as %j', (sent, read) => {
    expect(isLike(sent, read)).toBe(false);
  });

  it('is like what it was sent wherever it rounds, trims and sorts', () => {
    fc.assert(
      fc.property(records, (record) => {
        expect(isLike(record, record)).toBe(true);
        expect(isLike(record, rounded(record))).toBe(true);
      }),
    );
  });
});

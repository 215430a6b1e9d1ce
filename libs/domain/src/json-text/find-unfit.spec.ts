import type { JsonValue } from '../json.js';
import { ExactNumber } from '../number/exact-number.js';
import { findUnfit, MAX_JSON_DEPTH } from './find-unfit.js';
import { findUnstorablePlace } from './find-unstorable-place.js';

const nested = (levels: number) => JSON.parse('['.repeat(levels) + ']'.repeat(levels)) as JsonValue;
const long = new ExactNumber('1e131071', true);

describe('what cannot be written', () => {
  it.each<[string, JsonValue, number]>([
    ['a number', 1, 0],
    ['null', null, 0],
    ['an object', {}, 1],
    ['a list', [], 1],
    ['an exact number', new ExactNumber('9007199254740993'), 0],
    ['three levels', { a: 1, b: [{ c: 1 }] }, 3],
  ])('is told by its depth: %s', (_name, value, depth) => {
    expect(findUnfit(value, depth)).toBeUndefined();
    if (depth > 0) expect(findUnfit(value, depth - 1)).toBe('too_deep');
  });

  it('is looked for only as deep as is allowed, so that no depth can exhaust the stack', () => {
    expect(findUnfit(nested(MAX_JSON_DEPTH))).toBeUndefined();
    expect(findUnfit(nested(MAX_JSON_DEPTH + 1))).toBe('too_deep');
    expect(findUnfit(nested(100_000))).toBe('too_deep');
    expect(findUnstorablePlace(nested(MAX_JSON_DEPTH + 1))).toEqual({ path: [], kind: 'too_deep' });
    expect(findUnstorablePlace(nested(100_000))).toEqual({ path: [], kind: 'too_deep' });
  });

  it.each<[JsonValue]>([[long], [[1, [long]]], [{ a: { b: long } }]])(
    'is a number that is too long',
    (value) => {
      expect(findUnfit(value)).toBe('number_too_long');
    },
  );
});

describe('what cannot be stored', () => {
  it.each<[JsonValue, readonly (string | number)[], string]>([
    [{ a: ['x', { b: 'y\u0000' }] }, ['a', 1, 'b'], 'unstorable_text'],
    [{ a: { '\ud800': 1 } }, ['a', '\ud800'], 'unstorable_text'],
    ['\udc00', [], 'unstorable_text'],
    [{ a: [1, long] }, ['a', 1], 'number_too_long'],
  ])('is found in %j', (value, path, kind) => {
    expect(findUnstorablePlace(value)).toEqual({ path, kind });
  });

  it('is nothing else', () => {
    expect(
      findUnstorablePlace({ a: [1, null, true, 'text 🐙', new ExactNumber('9007199254740993')] }),
    ).toBeUndefined();
    expect(findUnstorablePlace(nested(MAX_JSON_DEPTH))).toBeUndefined();
  });
});

import fc from 'fast-check';
import type { JsonValue } from '../json.js';
import { canonicalText } from './canonical-text.js';

/** The same value with the keys of every object in another order. */
function reordered(value: JsonValue): JsonValue {
  if (Array.isArray(value)) return (value as readonly JsonValue[]).map(reordered);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .reverse()
      .map(([key, inner]) => [key, reordered(inner)]),
  );
}

const json = fc.jsonValue({ maxDepth: 4 }) as fc.Arbitrary<JsonValue>;

describe('canonical text', () => {
  it('sorts keys by code unit at every level', () => {
    expect(canonicalText({ b: 1, a: [{ d: 1, c: null }], é: 1, B: 'x' })).toBe(
      '{"B":"x","a":[{"c":null,"d":1}],"b":1,"é":1}',
    );
  });

  it('writes numbers and texts as JSON does', () => {
    expect(canonicalText([1e21, -0, 0.1, '"\u0000\ud800'])).toBe('[1e+21,0,0.1,"\\"\\u0000\\ud800"]');
  });

  it('is the same whatever the order of keys was', () => {
    fc.assert(
      fc.property(json, (value) => expect(canonicalText(reordered(value))).toBe(canonicalText(value))),
    );
  });

  it('is the same whatever the order of keys that look like numbers was', () => {
    expect(canonicalText({ b: 1, 10: 1, 9: 1 })).toBe(canonicalText({ 9: 1, b: 1, 10: 1 }));
    expect(canonicalText({ 10: 1, 9: 1 })).toBe('{"10":1,"9":1}');
  });

  it('says all of the value and nothing else', () => {
    fc.assert(
      fc.property(json, (value) =>
        expect(JSON.parse(canonicalText(value))).toEqual(JSON.parse(JSON.stringify(value))),
      ),
    );
  });

  it('differs for different values', () => {
    fc.assert(
      fc.property(json, json, (one, other) => {
        const same = JSON.stringify(reordered(one)) === JSON.stringify(reordered(other));
        if (same) expect(canonicalText(one)).toBe(canonicalText(other));
        if (canonicalText(one) === canonicalText(other)) expect(one).toEqual(other);
      }),
    );
  });

  it('keeps a field that is called __proto__', () => {
    const value = JSON.parse('{"b": 1, "__proto__": {"a": 1}}') as JsonValue;
    expect(canonicalText(value)).toBe('{"__proto__":{"a":1},"b":1}');
  });
});

import fc from 'fast-check';
import type { JsonObject } from '../json.js';
import { canonicalText } from '../json-text/canonical-text.js';
import { layOver, mergePatchOf } from './merge-patch.js';

describe('a patch that is laid over a record', () => {
  it('names what changes, within objects too, and null for what is to go', () => {
    const before = { a: 1, b: { c: 1, d: 2 }, e: [1], f: 1 };
    const now = { a: 1, b: { c: 3 }, e: [2], g: { h: 1 } };
    expect(mergePatchOf(before, now)).toEqual({ b: { c: 3, d: null }, e: [2], f: null, g: { h: 1 } });
  });

  it('leaves what it does not name as it is', () => {
    const patch = { b: { c: 3, d: null }, g: { h: null, i: 1 } };
    expect(layOver({ a: 1, b: { c: 1, d: 2, e: 3 } }, patch)).toEqual({
      a: 1,
      b: { c: 3, e: 3 },
      g: { i: 1 },
    });
  });

  it('knows a field that is called as something of every object', () => {
    const now = JSON.parse('{"__proto__": {"a": 1}}') as JsonObject;
    expect(canonicalText(layOver({}, mergePatchOf({}, now)))).toBe('{"__proto__":{"a":1}}');
  });

  it('makes the one of the other, where nothing of it is null', () => {
    const leaf = fc.oneof(fc.integer({ max: 3, min: 0 }), fc.constantFrom('', 'x'), fc.constant([null]));
    const tree = fc.letrec<{ object: JsonObject }>((tie) => ({
      object: fc.dictionary(
        fc.constantFrom('a', 'b', '__proto__'),
        fc.oneof({ depthSize: 'small' }, leaf, tie('object')),
      ),
    })).object;
    fc.assert(
      fc.property(tree, tree, (before, now) => {
        expect(canonicalText(layOver(before, mergePatchOf(before, now)))).toBe(canonicalText(now));
        expect(mergePatchOf(now, now)).toEqual({});
      }),
    );
  });
});

import fc from 'fast-check';
import type { JsonValue } from '../json.js';
import { canBeOrdered, isInOrder, ordered, sortedKeys } from './key-order.js';

const parsed = (text: string) => JSON.parse(text) as JsonValue;

describe('what is in order', () => {
  it.each([
    'null',
    '1',
    '"b a"',
    '[]',
    '[3,1,2]',
    '[0,1,2,3,4,5,6,7,8,9,10]',
    '{}',
    '{"":1,"A":2,"a":3,"é":4}',
    '[{"b":1},{"a":1,"b":[{"a":1,"b":null}]}]',
  ])('is %s: the built-in writer writes it with its keys sorted', (text) => {
    expect(isInOrder(parsed(text))).toBe(true);
  });

  it.each([
    '{"b":1,"a":1}',
    '{"a":1,"B":1}',
    '{"9":1,"10":1}',
    '[{"a":1},[{"b":1,"a":1}]]',
    '{"a":{"b":1,"a":1},"b":1}',
  ])('is not %s', (text) => {
    expect(isInOrder(parsed(text))).toBe(false);
  });
});

describe('what a copy can put in order', () => {
  it.each(['null', '1', '[]', '[1,"2",{"b":{"-1":1},"a":[null]}]', '{"/":1,":":1,"":1,"a0":1}'])(
    'is %s',
    (text) => {
      expect(canBeOrdered(parsed(text))).toBe(true);
      expect(isInOrder(ordered(parsed(text)))).toBe(true);
      expect(ordered(parsed(text))).toEqual(parsed(text));
    },
  );

  it.each(['{"0":1}', '{"9":1}', '{"a":{"10":1}}', '[[],[{"b":1},{"5":1}]]', '[{"__proto__":1}]'])(
    'is not %s: an object lists its keys in an order of its own',
    (text) => {
      expect(canBeOrdered(parsed(text))).toBe(false);
    },
  );
});

it('sorts keys by code unit, few of them and many', () => {
  const name = fc.string({ maxLength: 3 }).map((text) => `.${text}`);
  fc.assert(
    fc.property(fc.uniqueArray(name, { maxLength: 60, size: 'max' }), (names) => {
      const object = Object.fromEntries(names.map((key) => [key, 1]));
      expect(sortedKeys(object)).toEqual([...names].sort());
    }),
  );
});

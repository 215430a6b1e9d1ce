import type { JsonValue } from '../json.js';
import { ExactNumber } from '../number/exact-number.js';
import { valueClassOf } from './value-class.js';

it.each<[JsonValue | undefined, string]>([
  [undefined, 'no value'],
  [null, 'null'],
  [['secret'], 'a list'],
  [{ a: 'secret' }, 'an object'],
  ['secret', 'a text'],
  [true, 'a boolean'],
  [5, 'a number'],
  [new ExactNumber('9007199254740993'), 'a number'],
])('says what kind of value %j is, and nothing of what it holds', (value, kind) => {
  expect(valueClassOf(value)).toBe(kind);
});

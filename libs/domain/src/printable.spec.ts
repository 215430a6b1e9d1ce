import * as fc from 'fast-check';
import { printable } from './printable.js';

it.each([
  ['\u001b[2J\u001b]0;title\u0007', '\\u001b[2J\\u001b]0;title\\u0007'],
  ['\u009b31m', '\\u009b31m'],
  ['a\u007fb\rc\nd\te', 'a\\u007fb\\u000dc\\u000ad\\u0009e'],
  ['abc\u202etxt.exe', 'abc\\u202etxt.exe'],
  ['\u2066\u2069\u200f\u061c', '\\u2066\\u2069\\u200f\\u061c'],
  ['\u2028\u2029', '\\u2028\\u2029'],
  ['half \ud83d', 'half \\ud83d'],
])('%j does nothing to a terminal', (text, shown) => {
  expect(printable(text)).toBe(shown);
});

it.each(['Zoë 山田 👩‍👩‍👧 naïve', 'שלום', 'مرحبا', ''])('%s stays as it is', (text) => {
  expect(printable(text)).toBe(text);
});

it('nothing that acts is left, and what is printable stays so', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (text) => {
      const shown = printable(text);
      expect(shown).toMatch(/^[^\p{Cc}\p{Zl}\p{Zp}\p{Bidi_Control}\p{Cs}]*$/u);
      expect(printable(shown)).toBe(shown);
    }),
  );
});

it('a JSON document means the same', () => {
  fc.assert(
    fc.property(fc.jsonValue(), fc.string({ unit: 'binary' }), (value, text) => {
      const document = JSON.stringify([value, text]);
      expect(JSON.parse(printable(document))).toEqual(JSON.parse(document));
    }),
  );
});

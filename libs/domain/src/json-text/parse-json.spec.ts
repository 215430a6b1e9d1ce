import fc from 'fast-check';
import type { JsonValue } from '../json.js';
import { compareDecimals, readDecimal, type Decimal } from '../number/decimal.js';
import { ExactNumber } from '../number/exact-number.js';
import { numberTexts } from '../number/testing/number-texts.js';
import { canonicalText } from './canonical-text.js';
import { parseJson } from './parse-json.js';

describe('reading JSON', () => {
  it.each([
    ['{"id":9007199254740993}', { id: new ExactNumber('9007199254740993') }],
    ['[1,9007199254740991]', [1, 9007199254740991]],
    ['[9007199254740993]', [new ExactNumber('9007199254740993')]],
    ['{"a":1,"a":9007199254740993}', { a: new ExactNumber('9007199254740993') }],
    [
      '[9007199254740993,"9007199254740993",{"a":true,"b":null}]',
      [new ExactNumber('9007199254740993'), '9007199254740993', { a: true, b: null }],
    ],
    ['["see 10.20.30.40.50.60"]', ['see 10.20.30.40.50.60']],
    ['[1e309]', [new ExactNumber(`1${'0'.repeat(309)}`)]],
    ['[[1e-400]]', [[new ExactNumber(`0.${'0'.repeat(399)}1`)]]],
    ['{"a": 1e20}', { a: 1e20 }],
    ['{"a": 1e400}', { a: new ExactNumber(`1${'0'.repeat(400)}`) }],
    ['12345678901234567890', new ExactNumber('12345678901234567890')],
    [' 7 ', 7],
    ['[1.5e3,0.1,-0.25]', [1500, 0.1, -0.25]],
    [
      '["9007199254740993","a:1e400", "see 9007199254740993"]',
      ['9007199254740993', 'a:1e400', 'see 9007199254740993'],
    ],
    [
      '{"__proto__":9007199254740993}',
      JSON.parse('{"__proto__":0}', (key, value: unknown) =>
        key === '__proto__' ? new ExactNumber('9007199254740993') : value,
      ) as JsonValue,
    ],
  ] as [string, JsonValue][])('takes %s for what it says', (text, value) => {
    expect(parseJson(text)).toEqual(value);
  });

  it('keeps a number that is too long as it came, and says so', () => {
    expect(parseJson('[1e131071]')).toEqual([new ExactNumber('1e131071', true)]);
    expect(parseJson(`{"a":${'9'.repeat(1001)}}`)).toEqual({ a: new ExactNumber('9'.repeat(1001), true) });
  });

  it('gives what JSON.parse gives as long as every number fits', () => {
    fc.assert(fc.property(fc.json(), (text) => expect(parseJson(text)).toEqual(JSON.parse(text))));
  });

  it('refuses what JSON.parse refuses', () => {
    for (const text of ['', '{', '[01]', '[9007199254740993', '[+1]', '[1e400,]'])
      expect(() => parseJson(text)).toThrow(SyntaxError);
  });
});

/** JSON texts made of numbers alone, with what may stand around them. */
const space = fc.constantFrom('', ' ', '\n', '\t', '\r');
const { texts } = fc.letrec<{ texts: string }>((tie) => ({
  texts: fc.oneof(
    { depthSize: 'small' },
    numberTexts,
    fc
      .tuple(space, fc.array(tie('texts'), { maxLength: 3 }), space)
      .map(([a, inner, b]) => `[${a}${inner.join(`${b},${a}`)}${b}]`),
    fc
      .tuple(space, fc.uniqueArray(fc.string({ maxLength: 4 }), { maxLength: 3 }), tie('texts'))
      .map(
        ([a, names, inner]) =>
          `{${names.map((name) => `${JSON.stringify(name)}${a}:${a}${inner}`).join(',')}}`,
      ),
  ),
}));

const NUMBER = /-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?/g;
/** Numbers of a text in their order; keys are texts that may hold what looks like one. */
const numbersOf = (text: string) => text.replace(/"(?:[^"\\]|\\.)*"/g, '""').match(NUMBER) ?? [];

it('changes the value of no number in any text, however often it is read and written', () => {
  fc.assert(
    fc.property(texts, (text) => {
      const once = JSON.stringify(parseJson(text));
      const twice = canonicalText(parseJson(once));
      expect(canonicalText(parseJson(twice))).toBe(twice);
      expect(canonicalText(parseJson(text))).toBe(twice);
      const values = (of: string) => numbersOf(of).map((number) => readDecimal(number) as Decimal);
      const [said, kept] = [values(text), values(once)];
      // Keys that look like places of a list are put first, so only the set of values can be compared.
      const inOrder = (numbers: Decimal[]) => numbers.sort(compareDecimals);
      expect(inOrder(kept).length).toBe(inOrder(said).length);
      kept.forEach((number, at) => expect(compareDecimals(number, said[at]!)).toBe(0));
    }),
    { numRuns: 500 },
  );
});

import fc from 'fast-check';
import { ExactNumber, readNumber } from '../number/exact-number.js';
import { numberTexts } from '../number/testing/number-texts.js';
import { mayLoseDigits } from './may-lose-digits.js';

describe('JSON text that is read at once', () => {
  it.each([
    ['small numbers', '[1,22,-333,4444.5,0.25,123456789012345]'],
    ['numbers that a double is written as', '[0.1234567890123456,9007199254740992,1700000000000.123]'],
    ['exponents of two digits', '[1e5,1.5e22,-2E-99]'],
    ['an exponent within the characters that are looked at', '[0,0,0,0,0,0,0,1.5e3]'],
    ['long digits that are part of a text', '["a9007199254740993","7f9007199254740993e100"]'],
    ['digits and points that are no number', '["at 10.20.30.40.50.60.70"]'],
    ['a text that begins with letters and digits', '"a1"'],
    ['a time and an id', '{"at":"2026-11-29T12:00:00.123456Z","id":"00000000-0000-4000-8000-000000000001"}'],
  ])('holds %s', (_, text) => {
    expect(mayLoseDigits(text)).toBe(false);
  });
});

describe('JSON text that is read with care', () => {
  it.each([
    ['from the first character on', '[9007199254740993]'],
    ['before the last bracket', '[123456789012345,9007199254740993]'],
    ['right behind another', '[12345678901234,9007199254740993]'],
    ['behind a short one that is looked at', '[0,0,0,0,0,0,0,1,9007199254740993]'],
    ['behind a minus', '[-9007199254740993]'],
    ['with a point', '[0.12345678901234567]'],
    ['held by its digits, but not with its exponent', '[9999999999999938e-5]'],
    ['held by its digits, but not with its capital exponent', '[9999999999999938E-5]'],
    ['of a large exponent', '[1e400]'],
    ['of a large exponent behind a space', '{"a": 1.5E+400}'],
    ['of a small exponent on a line of its own', '[\n-1e-400\n]'],
    ['that is all of the text', ' -1e400'],
  ])('has a number %s', (_, text) => {
    expect(mayLoseDigits(text)).toBe(true);
  });

  it.each([' ', '\n', '\t', '\r', ':', ',', '['])('may have %j before its number', (before) => {
    expect(mayLoseDigits(`{"text"${before}9007199254740993}`)).toBe(true);
  });

  it('has a number that no double holds, wherever it stands', () => {
    const lost = numberTexts.filter((text) => readNumber(text) instanceof ExactNumber);
    const around = fc.array(numberTexts, { maxLength: 6 });
    fc.assert(
      fc.property(around, lost, around, fc.nat(40), (before, number, after, indent) => {
        expect(mayLoseDigits(`[${' '.repeat(indent)}${[...before, number, ...after].join(',')}]`)).toBe(true);
      }),
      { numRuns: 500 },
    );
  });
});

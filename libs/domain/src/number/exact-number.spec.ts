import fc from 'fast-check';
import { parseJson } from '../json-text/parse-json.js';
import { compareDecimals, readDecimal, type Decimal } from './decimal.js';
import {
  compareNumbers,
  ExactNumber,
  floorOf,
  isNumber,
  isTooLong,
  isWhole,
  MAX_NUMBER_DIGITS,
  nearestDouble,
  numberText,
  readNumber,
  type JsonNumber,
} from './exact-number.js';
import { numberTexts } from './testing/number-texts.js';

const read = (text: string) => readNumber(text) as JsonNumber;
const valueOf = (text: string) => readDecimal(text) as Decimal;

describe('reading a number', () => {
  it.each([
    ['12', 12],
    ['-12.50', -12.5],
    ['+0.1', 0.1],
    ['.5', 0.5],
    ['000', 0],
    ['-0', 0],
    ['-0e5', 0],
    ['-0.0000000000000000', 0],
    ['1.5E-7', 1.5e-7],
    ['9007199254740992', 9007199254740992],
    ['0.30000000000000004', 0.30000000000000004],
    ['1000000000000000000000', 1e21],
  ])('takes %s for a plain number: a double holds it', (text, number) => {
    expect(read(text)).toBe(number);
  });

  it.each([
    ['9007199254740993', '9007199254740993'],
    ['-90071992547409930', '-90071992547409930'],
    ['0.1000000000000000055511151231257827', '0.1000000000000000055511151231257827'],
    ['1e400', `1${'0'.repeat(400)}`],
    ['-1.50E-400', `-0.${'0'.repeat(399)}15`],
  ])('keeps every digit of %s', (text, digits) => {
    expect(read(text)).toEqual(new ExactNumber(digits));
  });

  it('refuses what has more digits than are written out', () => {
    const longest = new ExactNumber(`1${'0'.repeat(MAX_NUMBER_DIGITS - 1)}`);
    expect(read(`1e${MAX_NUMBER_DIGITS - 1}`)).toEqual(longest);
    expect(read(`1e-${MAX_NUMBER_DIGITS}`)).toBeInstanceOf(ExactNumber);
    for (const text of [
      '1e1000',
      '1e-1001',
      '1.1e-1000',
      '1e131071',
      '9'.repeat(1001),
      '1e99999999999999999999',
    ])
      expect(readNumber(text)).toBeUndefined();
    expect(read(`1.${'0'.repeat(5000)}`)).toBe(1);
    expect(read('0e131071')).toBe(0);
  });

  it.each(['', ' ', '.', '1,5', '1.x', '1.-5', '0x10', ' 5', '5 ', 'NaN', 'Infinity', '1e', '--1'])(
    'refuses "%s"',
    (text) => {
      expect(readNumber(text)).toBeUndefined();
    },
  );

  it('changes no value, and gives equal values equal forms', () => {
    fc.assert(
      fc.property(numberTexts, numberTexts, (one, other) => {
        expect(compareDecimals(valueOf(numberText(read(one))), valueOf(one))).toBe(0);
        const order = Math.sign(compareDecimals(valueOf(one), valueOf(other)));
        expect(Math.sign(compareNumbers(read(one), read(other)))).toBe(order);
        const [written, again] = [
          JSON.stringify(read(one)),
          JSON.stringify(parseJson(JSON.stringify(read(one)))),
        ];
        expect(again).toBe(written);
      }),
      { numRuns: 1000 },
    );
  });

  it('gives the same number whatever the spelling', () => {
    fc.assert(
      fc.property(numberTexts, fc.nat(30), (text, zeros) => {
        const [, front = '', exponent = '0'] = /^([^eE]*)(?:[eE](.*))?$/.exec(text) ?? [];
        const longer = front.includes('.') ? front : `${front}.`;
        const respelled = `${longer}${'0'.repeat(zeros)}E${exponent}`;
        expect(JSON.stringify(readNumber(respelled))).toBe(JSON.stringify(readNumber(text)));
      }),
    );
  });
});

describe('a number', () => {
  const exact = read('9007199254740993');

  it('is told from what only looks like one', () => {
    expect([exact, 1.5, '1', { text: '1' }, null, [1]].map(isNumber)).toEqual([
      true,
      true,
      false,
      false,
      false,
      false,
    ]);
  });

  it.each([
    ['9007199254740993', true],
    ['9007199254740993.5', false],
    ['1e21', true],
    ['0.5', false],
  ])('%s is whole: %s', (text, whole) => {
    expect(isWhole(read(text))).toBe(whole);
  });

  it('is written with all of its digits and no exponent', () => {
    expect(numberText(1e21)).toBe('1000000000000000000000');
    expect(numberText(1.5e-7)).toBe('0.00000015');
    expect(numberText(exact)).toBe('9007199254740993');
    expect(String(exact)).toBe('9007199254740993');
  });

  it('is too long only where it says so', () => {
    expect([1.5, exact, new ExactNumber('1e1000', true)].map(isTooLong)).toEqual([false, false, true]);
  });

  it('that is too long is written as it came: with all of its digits it may not fit into memory', () => {
    expect(numberText(new ExactNumber('1e99999999999', true))).toBe('1e99999999999');
  });

  it('is told from the double beside it, on either side', () => {
    expect(compareNumbers(exact, 9007199254740992)).toBeGreaterThan(0);
    expect(compareNumbers(9007199254740992, exact)).toBeLessThan(0);
    expect(compareNumbers(exact, 9007199254740994)).toBeLessThan(0);
    expect(compareNumbers(9007199254740994, exact)).toBeGreaterThan(0);
  });

  it('has a nearest double', () => {
    expect(nearestDouble(exact)).toBe(9007199254740992);
    expect(nearestDouble(0.1)).toBe(0.1);
  });

  it.each([
    ['1772352000.5009', 3, 1772352000500],
    ['1700000000.001', 3, 1700000000001],
    ['1700000000.99999999999999999999', 3, 1700000000999],
    ['-1.5', 0, -2],
    ['-0.0001', 3, -1],
    ['-2', 3, -2000],
    ['-1.5', 1, -15],
    ['90071992547409930', 3, Number('90071992547409930000')],
    ['-90071992547409930', 0, Number('-90071992547409930')],
    ['0.5', 0, 0],
    ['0.0005', 3, 0],
    ['12345678901234567890123', 0, Number('12345678901234567890123')],
  ])('%s times ten to the power of %d is cut to %d', (text, places, floor) => {
    expect(floorOf(read(text), places)).toBe(floor);
  });
});

import fc from 'fast-check';
import { compareDecimals, expand, expandedLength, readDecimal, type Decimal } from './decimal.js';

const read = (text: string) => readDecimal(text) as Decimal;

describe('a decimal number', () => {
  it.each([
    ['0', '0', 0],
    ['-0.00', '0', 0],
    ['0e99999999999999999999', '0', 0],
    ['12', '12', 2],
    ['+012.50', '12.5', 3],
    ['.5', '0.5', 1],
    ['5.', '5', 1],
    ['1E2', '100', 3],
    ['1e-3', '0.001', 3],
    ['-12.34e1', '-123.4', 4],
    ['0.00120e2', '0.12', 2],
  ])('%s is written out as %s, with %d digits', (text, written, length) => {
    expect(expand(read(text))).toBe(written);
    expect(expandedLength(read(text))).toBe(length);
  });

  it.each([
    '',
    ' ',
    '.',
    '-',
    'e5',
    '1,5',
    '1 000',
    '0x10',
    ' 5',
    '5\n',
    'NaN',
    'Infinity',
    '1e',
    '--1',
    '١',
  ])('is not "%s"', (text) => {
    expect(readDecimal(text)).toBeUndefined();
  });

  it.each(['0', '-0', '-0.00', '0e7', '+000.0E-3'])('is zero in one form, written as %s', (text) => {
    expect(readDecimal(text)).toEqual({ isNegative: false, digits: '', exponent: 0 });
  });

  it.each([
    ['0', '0.005'],
    ['-0.005', '0'],
    ['-0.005', '0.0005'],
    ['-1.5', '-1.25'],
    ['-20', '-3'],
  ])('is compared by value: %s is below %s', (less, more) => {
    expect(compareDecimals(read(less), read(more))).toBeLessThan(0);
    expect(compareDecimals(read(more), read(less))).toBeGreaterThan(0);
  });

  it.each(['0', '-7', '12.5e3'])('equals itself: %s', (text) => {
    expect(compareDecimals(read(text), read(text))).toBe(0);
  });

  it('is compared by value, as fractions of whole numbers are', () => {
    const decimal = fc.tuple(
      fc.bigInt({ min: -(10n ** 20n), max: 10n ** 20n }),
      fc.integer({ min: -30, max: 30 }),
    );
    fc.assert(
      fc.property(decimal, decimal, ([one, power], [other, otherPower]) => {
        const scaled = (digits: bigint, at: number) => digits * 10n ** BigInt(at + 30);
        const difference = scaled(one, power) - scaled(other, otherPower);
        const order = compareDecimals(read(`${one}e${power}`), read(`${other}e${otherPower}`));
        expect(Math.sign(order)).toBe(difference < 0n ? -1 : Number(difference > 0n));
      }),
    );
  });

  it('is written out as the database would', () => {
    fc.assert(
      fc.property(
        fc.bigInt({ min: -(10n ** 30n), max: 10n ** 30n }),
        fc.integer({ min: 0, max: 40 }),
        (digits, places) => {
          const [whole, fraction = ''] = expand(read(`${digits}e-${places}`)).split('.') as [string, string?];
          expect(BigInt(whole + fraction.padEnd(places, '0'))).toBe(digits);
          expect(fraction.endsWith('0')).toBe(false);
        },
      ),
    );
  });
});

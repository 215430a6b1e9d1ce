import fc from 'fast-check';
import { losslessNumber } from './lossless-number.js';

describe('reading a number without loss', () => {
  it.each([
    ['12', 12],
    ['-12.50', -12.5],
    ['+0.1', 0.1],
    ['.5', 0.5],
    ['5.', 5],
    ['000', 0],
    ['0.00', 0],
    ['1e3', 1000],
    ['1.5E-7', 1.5e-7],
    ['9007199254740991', 9007199254740991],
  ])('reads %s', (text, number) => {
    expect(losslessNumber(text)).toBe(number);
  });

  it.each([
    '9007199254740992',
    '9007199254740993',
    '-9007199254740992',
    '0.12345678901234567890123',
    '0.12345678901234567898',
    '1e400',
    '1e-400',
  ])('refuses %s, which would be rounded', (text) => {
    expect(losslessNumber(text)).toBeUndefined();
  });

  it.each([
    '',
    ' ',
    '.',
    '1,5',
    '1 000',
    '0x10',
    '0x0',
    '0xe',
    '0b1',
    ' 5',
    '5e1 ',
    '\n',
    'NaN',
    'Infinity',
    '1e',
    '--1',
    '١',
  ])('refuses "%s", which is no number', (text) => {
    expect(losslessNumber(text)).toBeUndefined();
  });

  it('reads back every number that was written as text, unless it is whole and beyond 2^53', () => {
    const exact = fc
      .double({ noNaN: true, noDefaultInfinity: true })
      .filter((number) => !/^-?\d{16,}$/.test(String(number)));
    fc.assert(
      fc.property(exact, (number) => expect(losslessNumber(String(number))).toBe(number === 0 ? 0 : number)),
    );
  });
});

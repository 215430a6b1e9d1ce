import fc from 'fast-check';
import { ExactNumber } from '../../number/exact-number.js';
import { runTransform } from './testing/run-transform.js';

const german = { name: 'number', decimal: ',', thousands: '.' };

describe('number', () => {
  it.each([
    ['1.234,50', 1234.5],
    ['-1.234.567', -1234567],
    ['0,5', 0.5],
    [' 12 ', 12],
  ])('reads %s as it is written in German', (text, number) => {
    expect(runTransform(german, text)).toBe(number);
  });

  it('reads Indian groups and spaces between groups', () => {
    expect(runTransform({ name: 'number', thousands: ',' }, '12,34,567.25')).toBe(1234567.25);
    expect(runTransform({ name: 'number', thousands: ' ' }, '12 345')).toBe(12345);
  });

  it('reads a point and no groups where nothing else is said', () => {
    expect(runTransform('number', '1234.5')).toBe(1234.5);
    expect(runTransform({ name: 'number', thousands: '' }, '1234')).toBe(1234);
    expect(() => runTransform('number', '1,234')).toThrow('number takes a number');
    expect(() => runTransform('number', true)).toThrow('number takes a number');
  });

  it('reads every digit', () => {
    expect(runTransform(german, '9.007.199.254.740.993,50')).toEqual(new ExactNumber('9007199254740993.5'));
    expect(() => runTransform(german, '9'.repeat(1001))).toThrow('of at most 1,000 digits');
  });

  it('leaves numbers alone', () => {
    expect(runTransform(german, 1.5)).toBe(1.5);
    expect(runTransform(german, new ExactNumber('9007199254740993'))).toEqual(
      new ExactNumber('9007199254740993'),
    );
  });

  it.each(['1.5', '1,2,3', '1.2345', '1.23', '1.2.345', '1.2345.678', '1..234', 'EUR 5', ''])(
    'refuses %s rather than guess',
    (text) => {
      expect(() => runTransform(german, text)).toThrow('number takes a number');
    },
  );

  it('needs two different marks', () => {
    expect(() => runTransform({ name: 'number', decimal: ',', thousands: ',' }, '1')).toThrow(
      'thousands: must be a mark',
    );
    expect(() => runTransform({ name: 'number', thousands: 'e' }, '1')).toThrow('thousands: must be a mark');
    expect(() => runTransform({ name: 'number', decimal: '5' }, '1')).toThrow('decimal: must be a mark');
  });

  it('reads back every whole number in groups', () => {
    const whole = fc.integer({ min: -(2 ** 52), max: 2 ** 52 });
    fc.assert(
      fc.property(whole, (number) =>
        expect(runTransform(german, number.toLocaleString('de-DE'))).toBe(number),
      ),
    );
  });
});

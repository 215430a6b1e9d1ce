import fc from 'fast-check';
import { ExactNumber } from '../../number/exact-number.js';
import { runTransform } from './testing/run-transform.js';

describe('date', () => {
  it.each([
    ['2026-03-01', '2026-03-01T00:00:00.000Z'],
    ['2026-03-01T08:00:00Z', '2026-03-01T08:00:00.000Z'],
    ['2026-03-01T08:00', '2026-03-01T08:00:00.000Z'],
    ['2026-03-01 08:00:00.123456+01:00', '2026-03-01T07:00:00.123Z'],
    ['2026-03-01T08:00:00-0530', '2026-03-01T13:30:00.000Z'],
    ['2024-02-29', '2024-02-29T00:00:00.000Z'],
    ['0001-01-01', '0001-01-01T00:00:00.000Z'],
    [' 9999-12-31T23:59:59.999Z ', '9999-12-31T23:59:59.999Z'],
  ])('reads %s', (text, moment) => {
    expect(runTransform('date', text)).toBe(moment);
  });

  it.each([
    ['unix', 1772352000, '2026-03-01T08:00:00.000Z'],
    ['unix', ' 1772352000.5009 ', '2026-03-01T08:00:00.500Z'],
    ['unix_ms', 1772352000123, '2026-03-01T08:00:00.123Z'],
    ['unix', 1700000000.001, '2023-11-14T22:13:20.001Z'],
    ['unix', new ExactNumber('1700000000.99999999999999999999'), '2023-11-14T22:13:20.999Z'],
    ['unix_ms', '1772352000123.99999999999999999999', '2026-03-01T08:00:00.123Z'],
    ['unix', -1, '1969-12-31T23:59:59.000Z'],
    ['unix', -62_135_596_800, '0001-01-01T00:00:00.000Z'],
  ])('reads %s time %j', (from, value, moment) => {
    expect(runTransform({ name: 'date', from }, value)).toBe(moment);
  });

  it.each([
    '2026-02-30',
    '2025-02-29',
    '2026-13-01',
    '2026-03-01T24:00',
    '01.03.2026',
    'today',
    '',
    '0000-01-01',
    5,
    true,
  ])('refuses %j, which is no date in ISO 8601', (value) => {
    expect(() => runTransform('date', value)).toThrow('date takes a date in ISO 8601');
  });

  it.each([
    ['unix', 'soon'],
    ['unix', 1e15],
    ['unix', 253_402_300_800],
    ['unix', -62_135_596_801],
    ['unix_ms', []],
  ])('refuses %s time %j', (from, value) => {
    expect(() => runTransform({ name: 'date', from }, value)).toThrow('since 1970');
  });

  it('reads back every moment it can write', () => {
    const moment = fc.date({
      min: new Date('0001-01-01T00:00:00Z'),
      max: new Date('9999-12-31T23:59:59.999Z'),
      noInvalidDate: true,
    });
    fc.assert(
      fc.property(moment, (date) => {
        expect(runTransform('date', date.toISOString())).toBe(date.toISOString());
        expect(runTransform({ name: 'date', from: 'unix_ms' }, date.getTime())).toBe(date.toISOString());
      }),
    );
  });
});

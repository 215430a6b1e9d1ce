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

  it.each([
    [{ pattern: 'MM/dd/yyyy' }, '03/01/2026', '2026-03-01T00:00:00.000Z'],
    [{ pattern: 'yyyy-MM-dd HH:mmxx' }, '2026-03-01 09:00+0100', '2026-03-01T08:00:00.000Z'],
    [
      { pattern: 'dd.MM.yyyy HH:mm', zone: 'America/New_York' },
      '01.03.2026 09:00',
      '2026-03-01T14:00:00.000Z',
    ],
    [{ zone: 'Europe/Berlin' }, '2026-03-01T09:00', '2026-03-01T08:00:00.000Z'],
    [{ zone: 'Europe/Berlin' }, '2026-03-01T09:00Z', '2026-03-01T09:00:00.000Z'],
    [{ zone: 'Europe/Berlin' }, '2026-10-25T02:30', '2026-10-25T00:30:00.000Z'],
    [{ zone: 'Africa/Cairo' }, '2026-04-24', '2026-04-23T22:00:00.000Z'],
  ])('reads by %j: %s', (settings, text, moment) => {
    expect(runTransform({ ...settings, name: 'date' }, text)).toBe(moment);
  });

  it('refuses an hour that the clocks skip, and what is not as its pattern says', () => {
    const berlin = { name: 'date', zone: 'Europe/Berlin' };
    expect(() => runTransform(berlin, '2026-03-29T02:30')).toThrow('date takes a date in ISO 8601');
    const pattern = { ...berlin, pattern: 'dd.MM.yyyy HH:mm' };
    for (const value of ['29.03.2026 02:30', '1.3.2026 09:00', 'x', 5, true])
      expect(() => runTransform(pattern, value)).toThrow('date takes a time as dd.MM.yyyy HH:mm, and got a');
  });

  it.each([
    [{ pattern: 'dd.MM.yyyy', from: 'iso' }, 'from: must be left out where there is a pattern'],
    [{ pattern: 'HH:mm' }, 'pattern: a pattern needs yyyy, MM, dd'],
    [{ pattern: 'd.M.yyyy' }, 'pattern: "d" is no letter of a pattern'],
    [{ zone: 'Berlin' }, 'zone: is no time zone'],
    [{ from: 'unix', zone: 'UTC' }, 'zone: must be left out: a count is the same'],
    [{ pattern: 'yyyy-MM-ddxx', zone: 'UTC' }, 'zone: must be left out: the pattern says'],
    [{ from: 'unix_ms', skipped: 'later' }, 'skipped: must be left out'],
    [{ skipped: 'never' }, 'skipped: must be one of refuse, later'],
  ])('says what is wrong with %j', (settings, message) => {
    expect(() => runTransform({ ...settings, name: 'date' }, 'x')).toThrow(`transforms[0].${message}`);
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

import fc from 'fast-check';
import { runTransform } from './testing/run-transform.js';

const written = (settings: object, value: unknown) =>
  runTransform({ ...settings, name: 'write_date' }, value as never);

describe('write_date', () => {
  it.each([
    [{ to: 'unix' }, '2026-03-01T08:00:00.999Z', 1772352000],
    [{ to: 'unix' }, '1969-12-31T23:59:59.500Z', -1],
    [{ to: 'unix_ms' }, '2026-03-01T09:00:00.123+01:00', 1772352000123],
    [{ pattern: 'yyyy-MM-dd' }, '2026-03-01T23:59:00Z', '2026-03-01'],
    [{ pattern: 'yyyy-MM-dd', zone: 'Asia/Kolkata' }, '2026-03-01T23:59:00Z', '2026-03-02'],
    [{ pattern: 'yyyy-MM-dd HH:mmxxx', zone: 'Asia/Kolkata' }, '2026-03-01T00:00Z', '2026-03-01 05:30+05:30'],
  ])('by %j makes %s %j', (settings, moment, made) => {
    expect(written(settings, moment)).toBe(made);
  });

  it('takes moments only, and leaves what is not there', () => {
    expect(() => written({ to: 'unix' }, 'soon')).toThrow('write_date takes a date in ISO 8601');
    expect(() => written({ to: 'unix' }, 5)).toThrow('write_date takes a text');
    expect(written({ to: 'unix' }, null)).toBeNull();
  });

  it.each([
    [{}, 'to: is required'],
    [{ to: 'iso' }, 'to: must be one of unix, unix_ms'],
    [{ to: 'unix', zone: 'UTC' }, 'zone: must be left out'],
    [{ to: 'unix', pattern: 'yyyy-MM-dd' }, 'to: must be left out'],
    [{ pattern: 'yyyy' }, 'pattern: a pattern needs MM, dd'],
    [{ pattern: 'yyyy-MM-dd', zone: 'Mars' }, 'zone: is no time zone'],
  ])('says what is wrong with %j', (settings, message) => {
    expect(() => written(settings, null)).toThrow(`transforms[0].${message}`);
  });

  it('is the way back from date', () => {
    const seconds = fc.integer({ min: -62_135_596_800, max: 253_402_300_799 });
    fc.assert(
      fc.property(seconds, (given) => {
        const moment = runTransform({ name: 'date', from: 'unix' }, given);
        expect(written({ to: 'unix' }, moment)).toBe(given);
      }),
    );
  });
});

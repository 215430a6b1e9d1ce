import fc from 'fast-check';
import { parseIsoTime, readIsoTime } from './iso-time.js';

describe('a time in ISO 8601', () => {
  it('is read to the millisecond', () => {
    expect(parseIsoTime('2026-03-01T08:00:00.019999Z')).toBe(Date.UTC(2026, 2, 1, 8, 0, 0, 19));
    expect(parseIsoTime('2026-03-01T08:00:00.5Z')).toBe(Date.UTC(2026, 2, 1, 8, 0, 0, 500));
  });

  it('is read as it was written, in any year of four digits', () => {
    const [min, max] = [new Date('0001-01-01T00:00:00Z'), new Date('9999-12-31T23:59:59.999Z')];
    fc.assert(
      fc.property(fc.date({ min, max, noInvalidDate: true }), (date) => {
        expect(parseIsoTime(date.toISOString())).toBe(date.getTime());
      }),
    );
  });

  it('names a day that there is in its year', () => {
    const digits = (number: number, many = 2) => String(number).padStart(many, '0');
    for (const year of [0, 1, 4, 100, 400, 1900, 2000, 2023, 2024])
      for (let month = 0; month <= 13; month += 1)
        for (let day = 0; day <= 32; day += 1) {
          const date = new Date(0);
          date.setUTCFullYear(year, month - 1, day);
          const isDay = year > 0 && date.getUTCMonth() === month - 1 && date.getUTCDate() === day;
          const ms = parseIsoTime(`${digits(year, 4)}-${digits(month)}-${digits(day)}`);
          expect(ms).toBe(isDay ? date.getTime() : Number.NaN);
        }
  });

  it('may leave out its seconds, its zone or its whole time of day', () => {
    const [midnight, morning] = [Date.UTC(2026, 2, 1), Date.UTC(2026, 2, 1, 8, 30)];
    expect(parseIsoTime('2026-03-01')).toBe(midnight);
    expect(parseIsoTime('2026-03-01T08:30')).toBe(morning);
    expect(parseIsoTime('2026-03-01 08:30z')).toBe(morning);
    expect(parseIsoTime('2026-03-01T23:59:59Z')).toBe(midnight + 86_399_000);
  });

  it('is read in its zone', () => {
    expect(parseIsoTime('2026-03-01T08:00:00+02')).toBe(Date.UTC(2026, 2, 1, 6));
    expect(parseIsoTime('2026-03-01T08:00:00+0230')).toBe(Date.UTC(2026, 2, 1, 5, 30));
    expect(parseIsoTime('2026-03-01T08:00:00-15:59')).toBe(Date.UTC(2026, 2, 1, 23, 59));
  });

  it.each([
    '2026-03-01T08:00:00+16:00',
    '2026-03-01T08:00:00+01:60',
    '2026-03-01T24:00Z',
    '2026-03-01T23:60Z',
    '2026-03-01T23:59:60Z',
    '2026-03-01T',
    'tomorrow',
    '2026-3-1',
    '2026-03-01T8:00',
    '+012026-03-01',
    '2026-04-31',
  ])('is not %s', (text) => {
    expect(parseIsoTime(text)).toBeNaN();
  });

  it('may name its zone', () => {
    expect(
      ['2026-03-01T08:00Z', '2026-03-01T08:00+01:00', '2026-03-01T08:00', '2026-03-01'].map(
        (text) => readIsoTime(text).namesZone,
      ),
    ).toEqual([true, true, false, false]);
    expect(readIsoTime('tomorrow')).toEqual({ ms: Number.NaN, namesZone: false });
  });
});

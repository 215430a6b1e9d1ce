import { parseIsoTime, readIsoTime } from './iso-time.js';

describe('a time in ISO 8601', () => {
  it('is read to the millisecond', () => {
    expect(parseIsoTime('2026-03-01T08:00:00.019999Z')).toBe(Date.UTC(2026, 2, 1, 8, 0, 0, 19));
    expect(parseIsoTime('2026-03-01T08:00:00.5Z')).toBe(Date.UTC(2026, 2, 1, 8, 0, 0, 500));
  });

  it('is read in its zone', () => {
    expect(parseIsoTime('2026-03-01T08:00:00+02')).toBe(Date.UTC(2026, 2, 1, 6));
    expect(parseIsoTime('2026-03-01T08:00:00-15:59')).toBe(Date.UTC(2026, 2, 1, 23, 59));
  });

  it.each([
    '2026-03-01T08:00:00+16:00',
    '2026-03-01T08:00:00+01:60',
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
  });
});

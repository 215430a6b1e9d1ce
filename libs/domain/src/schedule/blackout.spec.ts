import { endOfBlackouts, isInBlackout } from './blackout.js';
import type { Blackout } from './schedule.js';

const at = (text: string) => new Date(text);
const office: Blackout = {
  ...{ from: '08:00', to: '18:00', timeZone: 'Europe/Berlin' },
  days: ['MON', 'TUE', 'WED', 'THU', 'FRI'],
};
const night: Blackout = { from: '22:00', to: '06:00', timeZone: 'UTC' };

describe('a blackout', () => {
  it.each([
    ['2026-11-30T06:59:59Z', false],
    ['2026-11-30T07:00:00Z', true],
    ['2026-11-30T16:59:59Z', true],
    ['2026-11-30T17:00:00Z', false],
    // A Saturday, and the hour that summer time is ahead.
    ['2026-11-28T12:00:00Z', false],
    ['2026-06-01T06:00:00Z', true],
  ])('of office hours holds at %s: %s', (moment, holds) => {
    expect(isInBlackout([office], at(moment))).toBe(holds);
  });

  it.each([
    ['2026-11-29T21:59:59Z', false],
    ['2026-11-29T22:00:00Z', true],
    ['2026-11-30T05:59:59Z', true],
    ['2026-11-30T06:00:00Z', false],
  ])('of a night goes on into the next day, at %s: %s', (moment, holds) => {
    expect(isInBlackout([night], at(moment))).toBe(holds);
  });

  it('belongs to the day on which it begins', () => {
    const sunday: Blackout = { ...night, days: ['SUN'] };
    expect(isInBlackout([sunday], at('2026-11-30T05:00:00Z'))).toBe(true);
    expect(isInBlackout([sunday], at('2026-11-29T05:00:00Z'))).toBe(false);
  });

  it('is a whole day where it ends when it begins', () => {
    const day: Blackout = { from: '00:00', to: '00:00', days: ['SUN'], timeZone: 'UTC' };
    expect(isInBlackout([day], at('2026-11-29T23:59:59Z'))).toBe(true);
    expect(isInBlackout([day], at('2026-11-30T00:00:00Z'))).toBe(false);
    expect(endOfBlackouts([day], at('2026-11-29T10:00:00Z'))).toEqual(at('2026-11-30T00:00:00Z'));
  });
});

describe('the end of blackouts', () => {
  it('is the moment itself where none holds', () => {
    const moment = at('2026-11-30T19:30:00.123Z');
    expect(endOfBlackouts([office, night], moment)).toEqual(moment);
    expect(endOfBlackouts(undefined, moment)).toEqual(moment);
  });

  it('is that of the last of those that follow each other', () => {
    const evening: Blackout = { from: '17:30', to: '22:00', timeZone: 'Europe/Berlin' };
    const late: Blackout = { from: '21:00', to: '06:00', timeZone: 'UTC' };
    expect(endOfBlackouts([office, evening, late], at('2026-11-30T09:00:00Z'))).toEqual(
      at('2026-12-01T06:00:00Z'),
    );
  });

  it('is none where they leave no time', () => {
    const day: Blackout = { from: '06:00', to: '22:00', timeZone: 'UTC' };
    expect(endOfBlackouts([day, night], at('2026-11-30T09:00:00Z'))).toBeNull();
  });
});

import fc from 'fast-check';
import { compileClockReader, type ClockReading } from './read-clocks.js';
import { readPattern, writePattern } from './time-pattern.js';
import { wallOf } from './wall-time.js';

const read = (text: string, pattern: string, zone = 'UTC', skipped: ClockReading['skipped'] = 'refuse') => {
  const ms = compileClockReader(readPattern(pattern), { zone, skipped })(text);
  return Number.isNaN(ms) ? null : new Date(ms).toISOString();
};

const LOCAL = 'dd.MM.yyyy HH:mm';

describe('clocks', () => {
  it.each([
    ['01.03.2026 09:35', LOCAL, 'Asia/Kolkata', '2026-03-01T04:05:00.000Z'],
    ['01.03.2026', 'dd.MM.yyyy', 'UTC', '2026-03-01T00:00:00.000Z'],
    ['20260301040506789', 'yyyyMMddHHmmssSSS', 'UTC', '2026-03-01T04:05:06.789Z'],
    ["20260301T04 o'clock", "yyyyMMdd'T'HH' o''clock'", 'UTC', '2026-03-01T04:00:00.000Z'],
    ['2026-03-01 09:35+0530', 'yyyy-MM-dd HH:mmxx', 'UTC', '2026-03-01T04:05:00.000Z'],
    ['2026-03-01 09:35-01:00', 'yyyy-MM-dd HH:mmxxx', 'UTC', '2026-03-01T10:35:00.000Z'],
    ['2026-03-01 09:35Z', 'yyyy-MM-dd HH:mmZZZZZ', 'UTC', '2026-03-01T09:35:00.000Z'],
    ['(01/03/2026) [x|y]?', "(dd/MM/yyyy) ['x'|'y']?", 'UTC', '2026-03-01T00:00:00.000Z'],
    ['2026/2026-03-01', 'yyyy/yyyy-MM-dd', 'UTC', '2026-03-01T00:00:00.000Z'],
  ])('say with %j by %j in %s', (text, pattern, zone, moment) => {
    expect(read(text, pattern, zone)).toBe(moment);
  });

  it.each([
    ['1.3.2026 09:35', LOCAL],
    ['30.02.2026 09:35', LOCAL],
    ['01.13.2026 09:35', LOCAL],
    ['01.03.2026 24:00', LOCAL],
    ['01.03.2026 09:60', LOCAL],
    ['01.03.2026 09:35 ', LOCAL],
    ['01.03.2026 09:35\n', LOCAL],
    ['01.03.20260 09:35', LOCAL],
    ['01x03x2026 09:35', LOCAL],
    ['٠١.٠٣.٢٠٢٦ 09:35', LOCAL],
    ['0000-01-01', 'yyyy-MM-dd'],
    ['2026/2027-03-01', 'yyyy/yyyy-MM-dd'],
    ['2026-03-01 09:35z', 'yyyy-MM-dd HH:mmZZZZZ'],
    ['2026-03-01 09:35+99:00', 'yyyy-MM-dd HH:mmxxx'],
  ])('say nothing with %j by %j', (text, pattern) => {
    expect(read(text, pattern)).toBeNull();
  });

  it('are taken by their first showing of an hour that comes twice', () => {
    expect(read('25.10.2026 02:30', LOCAL, 'Europe/Berlin')).toBe('2026-10-25T00:30:00.000Z');
    expect(read('01.11.2026 01:59', LOCAL, 'America/New_York')).toBe('2026-11-01T05:59:00.000Z');
    expect(read('05.04.2026 01:45', LOCAL, 'Australia/Lord_Howe')).toBe('2026-04-04T14:45:00.000Z');
  });

  it('never show an hour that they skip, unless it is to be a later one', () => {
    expect(read('29.03.2026 02:30', LOCAL, 'Europe/Berlin')).toBeNull();
    expect(read('29.03.2026 02:30', LOCAL, 'Europe/Berlin', 'later')).toBe('2026-03-29T01:30:00.000Z');
    expect(read('29.03.2026 03:30', LOCAL, 'Europe/Berlin')).toBe('2026-03-29T01:30:00.000Z');
  });

  it('begin a day without midnight with its first moment, and have no day that the zone left out', () => {
    expect(read('24.04.2026', 'dd.MM.yyyy', 'Africa/Cairo')).toBe('2026-04-23T22:00:00.000Z');
    expect(read('30.12.2011', 'dd.MM.yyyy', 'Pacific/Apia')).toBeNull();
  });

  it('write again what was read, in every zone', () => {
    const zones = ['UTC', 'Europe/Berlin', 'America/New_York', 'Australia/Lord_Howe', 'Asia/Kolkata'];
    const patterns = [LOCAL, 'yyyy-MM-dd', "yyyyMMdd'T'HHmmss.SSS"].map(readPattern);
    const moment = fc.integer({ min: Date.UTC(1950, 0, 1), max: Date.UTC(2090, 0, 1) });
    fc.assert(
      fc.property(moment, fc.constantFrom(...zones), fc.constantFrom(...patterns), (ms, zone, pattern) => {
        const text = writePattern(pattern, { wall: ms, offsetMs: 0 });
        const read = compileClockReader(pattern, { zone, skipped: 'refuse' })(text);
        if (Number.isNaN(read)) return;
        expect(writePattern(pattern, { wall: wallOf(read, zone), offsetMs: 0 })).toBe(text);
      }),
    );
  });
});

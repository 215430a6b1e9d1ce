import fc from 'fast-check';
import { readPattern } from '@evenkeel/domain';
import { TIME_FORMATS, writeMoment, type Bound, type TimeWriting } from './write-moment.js';

const since: Bound = { round: 'down', isExclusive: false };
const until: Bound = { round: 'up', isExclusive: false };
const written = (moment: string, writing: Partial<TimeWriting>, bound: Bound = since) =>
  writeMoment(Date.parse(moment), { format: 'iso', zone: 'UTC', ...writing }, bound);

describe('a moment', () => {
  it.each<[string, Partial<TimeWriting>, string | number]>([
    ['iso', { format: 'iso' }, '2026-03-01T04:05:06Z'],
    ['iso with a zone', { format: 'iso', zone: 'America/New_York' }, '2026-02-28T23:05:06-05:00'],
    ['iso with milliseconds', { format: 'iso_ms' }, '2026-03-01T04:05:06.789Z'],
    ['a date', { format: 'date' }, '2026-03-01'],
    ['a date where it is still yesterday', { format: 'date', zone: 'America/New_York' }, '2026-02-28'],
    ['seconds', { format: 'unix' }, 1772337906],
    ['milliseconds', { format: 'unix_ms' }, 1772337906789],
    ['as HTTP does', { format: 'rfc2822', zone: 'UTC' }, 'Sun, 01 Mar 2026 04:05:06 GMT'],
    ['a pattern', { pattern: 'dd.MM.yyyy HH:mm', zone: 'Asia/Kolkata' }, '01.03.2026 09:35'],
    ['a pattern with text', { pattern: "yyyyMMdd'T'HHmmss'Z o''clock'" }, "20260301T040506Z o'clock"],
    [
      'a pattern with the distance from UTC',
      { pattern: 'yyyy-MM-dd HH:mm:ss.SSSxx', zone: 'Asia/Kolkata' },
      '2026-03-01 09:35:06.789+0530',
    ],
  ])('is written as %s', (_, writing, text) => {
    expect(written('2026-03-01T04:05:06.789Z', writing)).toBe(text);
  });

  it('is one unit further out where the bound itself does not count', () => {
    const exclusive = { round: 'down', isExclusive: true } as const;
    const at = '2026-03-01T00:00:00.000Z';
    expect(written(at, { format: 'iso' }, exclusive)).toBe('2026-02-28T23:59:59Z');
    expect(written(at, { format: 'iso_ms' }, exclusive)).toBe('2026-02-28T23:59:59.999Z');
    expect(written(at, { format: 'date' }, exclusive)).toBe('2026-02-28');
    expect(written(at, { format: 'unix' }, exclusive)).toBe(1772323199);
    expect(written(at, { format: 'date' }, { round: 'up', isExclusive: true })).toBe('2026-03-02');
  });

  it('goes up where it ends something', () => {
    expect(written('2026-03-01T04:05:06.789Z', { format: 'iso' }, until)).toBe('2026-03-01T04:05:07Z');
    expect(written('2026-03-01T04:05:06.789Z', { format: 'date' }, until)).toBe('2026-03-02');
  });
});

describe('an hour that clocks show twice', () => {
  const local = { pattern: 'yyyy-MM-dd HH:mm:ss', zone: 'America/New_York' };

  it('is begun before, so that neither reading of it loses a change', () => {
    // 01:30 comes at 05:30Z and, after clocks were set back, at 06:30Z again.
    expect(written('2026-11-01T05:30:00Z', local)).toBe('2026-11-01 00:30:00');
    expect(written('2026-11-01T06:30:00Z', local)).toBe('2026-11-01 01:30:00');
    expect(written('2026-11-01T06:30:00Z', local, until)).toBe('2026-11-01 02:30:00');
    expect(written('2026-11-01T07:30:00Z', local)).toBe('2026-11-01 02:30:00');
  });

  it('is told apart where the text has the distance from UTC', () => {
    expect(written('2026-11-01T05:30:00Z', { zone: 'America/New_York' })).toBe('2026-11-01T01:30:00-04:00');
    expect(written('2026-11-01T06:30:00Z', { zone: 'America/New_York' })).toBe('2026-11-01T01:30:00-05:00');
  });
});

const ZONES = [
  'UTC',
  'America/New_York',
  'Europe/Berlin',
  'Australia/Lord_Howe',
  'America/St_Johns',
  'Pacific/Apia',
];
const moments = fc.oneof(
  fc.integer({ min: Date.UTC(1990, 0), max: Date.UTC(2060, 0) }),
  // Around changes of the clocks.
  fc
    .tuple(
      fc.constantFrom(Date.UTC(2026, 9, 25, 1), Date.UTC(2026, 10, 1, 6), Date.UTC(2026, 3, 4, 15)),
      fc.integer({ min: -9e6, max: 9e6 }),
    )
    .map(([at, by]) => at + by),
);

const SHOWN = new Map(
  ZONES.map((timeZone) => [
    timeZone,
    new Intl.DateTimeFormat('sv-SE', { timeZone, dateStyle: 'short', timeStyle: 'medium' }),
  ]),
);

/** Every moment that a provider of this zone may take a clock time for: clocks are whole quarters of an hour from UTC. */
function readingsOf(text: string, zone: string): readonly number[] {
  const wall = Date.parse(`${text.replace(' ', 'T')}Z`);
  const quarters = Array.from({ length: 128 }, (_, step) => wall + (step - 64) * 900_000);
  return quarters.filter((ms) => SHOWN.get(zone)?.format(ms) === text);
}

it('no reading of a local time lies behind the moment that it was written for', () => {
  fc.assert(
    fc.property(moments, fc.constantFrom(...ZONES), (ms, zone) => {
      const text = String(writeMoment(ms, { format: 'iso', pattern: 'yyyy-MM-dd HH:mm:ss', zone }, since));
      const readings = readingsOf(text, zone);
      expect(readings.length).toBeGreaterThan(0);
      for (const reading of readings) expect(reading).toBeLessThanOrEqual(ms);
    }),
    { numRuns: 150 },
  );
});

it('what is written with its distance from UTC, or as a count, is never behind the moment, nor a unit before it', () => {
  fc.assert(
    fc.property(
      moments,
      fc.constantFrom(...ZONES),
      fc.constantFrom(...TIME_FORMATS.filter((one) => one !== 'date')),
      (ms, zone, format) => {
        const text = writeMoment(ms, { format, zone }, since);
        const counted = typeof text === 'number' ? text * (format === 'unix' ? 1000 : 1) : Date.parse(text);
        expect(counted).toBeLessThanOrEqual(ms);
        expect(ms - counted).toBeLessThan(1000);
      },
    ),
  );
});

it.each([
  ['HH:mm', 'needs yyyy, MM, dd'],
  ['yyyy-MM-DD', '"D" is no letter'],
  ['yyyy-MM-ddTHH', '"T" is no letter'],
  ["yyyy-MM-dd'T", 'is no letter'],
])('the pattern %s is refused', (pattern, why) => {
  expect(() => readPattern(pattern)).toThrow(why);
});

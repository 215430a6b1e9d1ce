import fc from 'fast-check';
import { latestDueAt, nextDueAt } from './due-slots.js';
import type { Schedule } from './schedule.js';
import { validateSchedule } from './validate-schedule.js';

const cron = (expression: string, timeZone = 'UTC'): Schedule => ({ kind: 'cron', expression, timeZone });
const every = (everySeconds: number): Schedule => ({ kind: 'interval', everySeconds });
const dark = (from: string, to: string) => ({ from, to, timeZone: 'UTC' });
const at = (text: string) => new Date(text);

/** All slots after `from` and up to `to`. */
function slotsBetween(schedule: Schedule, from: Date, to: Date): Date[] {
  const slots: Date[] = [];
  for (let slot = nextDueAt(schedule, from); slot !== null && slot <= to; slot = nextDueAt(schedule, slot)) {
    slots.push(slot);
  }
  return slots;
}

const iso = (slots: readonly Date[]) => slots.map((slot) => slot.toISOString().replace(':00.000Z', 'Z'));

describe('an interval', () => {
  it('falls due at the same moments whoever asks', () => {
    expect(nextDueAt(every(3600), at('2026-03-01T08:00:00.001Z'))).toEqual(at('2026-03-01T09:00:00Z'));
    expect(nextDueAt(every(3600), at('2026-03-01T08:59:59.999Z'))).toEqual(at('2026-03-01T09:00:00Z'));
    expect(nextDueAt(every(3600), at('2026-03-01T09:00:00Z'))).toEqual(at('2026-03-01T10:00:00Z'));
  });

  it('counts from its anchor, before it as after it', () => {
    const shifted: Schedule = { kind: 'interval', everySeconds: 3600, anchor: '2026-03-01T08:20:00+01:00' };
    expect(nextDueAt(shifted, at('2026-03-01T08:00:00Z'))).toEqual(at('2026-03-01T08:20:00Z'));
    expect(nextDueAt(shifted, at('2025-12-31T23:30:00Z'))).toEqual(at('2026-01-01T00:20:00Z'));
    expect(latestDueAt(shifted, at('2026-03-01T08:20:00Z'), 1)).toEqual([at('2026-03-01T08:20:00Z')]);
  });

  it('looks back as it looks forward', () => {
    const slots = latestDueAt(every(7), at('2026-03-01T08:00:00Z'), 50);
    expect(slots).toHaveLength(50);
    expect(
      slotsBetween(every(7), new Date((slots[0] as Date).getTime() - 1), at('2026-03-01T08:00:00Z')),
    ).toEqual(slots);
  });
});

describe('a cron expression', () => {
  it('may have seconds', () => {
    expect(nextDueAt(cron('*/10 * * * * *'), at('2026-03-01T08:00:01Z'))).toEqual(at('2026-03-01T08:00:10Z'));
  });

  it('may have spaces around it', () => {
    expect(nextDueAt(cron(' 30 0 8 * * * '), at('2026-03-01T08:00:01Z'))).toEqual(at('2026-03-01T08:00:30Z'));
    expect(nextDueAt(cron(' 0 9 * * * '), at('2026-03-01T08:00:01Z'))).toEqual(at('2026-03-01T09:00:00Z'));
  });

  it('is due strictly after the moment that is asked about, to the millisecond', () => {
    const noon = at('2026-03-01T12:00:00Z');
    expect(nextDueAt(cron('0 12 * * *'), at('2026-03-01T11:59:59.999Z'))).toEqual(noon);
    expect(nextDueAt(cron('0 12 * * *'), noon)).toEqual(at('2026-03-02T12:00:00Z'));
    expect(nextDueAt(cron('0 12 * * *'), at('2026-03-01T12:00:00.001Z'))).toEqual(at('2026-03-02T12:00:00Z'));
  });

  it('looks back to the moment itself, to the millisecond', () => {
    const daily = cron('0 12 * * *');
    expect(latestDueAt(daily, at('2026-03-02T12:00:00Z'), 2)).toEqual([
      at('2026-03-01T12:00:00Z'),
      at('2026-03-02T12:00:00Z'),
    ]);
    expect(latestDueAt(daily, at('2026-03-02T11:59:59.999Z'), 1)).toEqual([at('2026-03-01T12:00:00Z')]);
  });

  it('falls due in its own zone', () => {
    expect(nextDueAt(cron('0 8 * * *', 'Asia/Kolkata'), at('2026-03-01T00:00:00Z'))).toEqual(
      at('2026-03-01T02:30:00Z'),
    );
  });
});

describe('when clocks change', () => {
  const spring = (expression: string) =>
    iso(slotsBetween(cron(expression, 'Europe/Berlin'), at('2026-03-28T12:00Z'), at('2026-03-30T12:00Z')));
  const autumn = (expression: string) =>
    iso(slotsBetween(cron(expression, 'Europe/Berlin'), at('2026-10-24T12:00Z'), at('2026-10-26T12:00Z')));

  it('a time that is skipped runs once, when the clock has jumped', () => {
    expect(spring('30 2 * * *')).toEqual(['2026-03-29T01:00Z', '2026-03-30T00:30Z']);
  });

  it('a time that is skipped because the clock jumps over midnight runs as well', () => {
    const nuuk = cron('10 23 * * *', 'America/Nuuk');
    const around = [at('2026-03-28T00:00:00Z'), at('2026-03-30T12:00:00Z')] as const;
    const slots = ['2026-03-28T01:10Z', '2026-03-29T01:00Z', '2026-03-30T00:10Z'];
    expect(iso(slotsBetween(nuuk, ...around))).toEqual(slots);
    expect(iso(latestDueAt(nuuk, around[1], 3))).toEqual(slots);
    // What goes by real time leaves it out, and so does another day.
    expect(iso(slotsBetween(cron('10 */23 * * *', 'America/Nuuk'), ...around))).not.toContain(slots[1]);
    expect(iso(slotsBetween(cron('10 23 29 * *', 'America/Nuuk'), ...around))).toEqual([slots[2]]);
  });

  it('two times that fall together run once', () => {
    expect(spring('0 2,3 * * *')).toEqual(['2026-03-29T01:00Z', '2026-03-30T00:00Z', '2026-03-30T01:00Z']);
  });

  it('a time that comes twice runs the first time', () => {
    expect(autumn('30 2 * * *')).toEqual(['2026-10-25T00:30Z', '2026-10-26T01:30Z']);
    expect(autumn('30 2,14 * * *')).toEqual([
      '2026-10-24T12:30Z',
      '2026-10-25T00:30Z',
      '2026-10-25T13:30Z',
      '2026-10-26T01:30Z',
    ]);
  });

  it('every hour stays every hour', () => {
    for (const slots of [spring('0 * * * *'), autumn('0 * * * *')]) {
      expect(slots).toHaveLength(48);
      expect(new Set(slots).size).toBe(48);
    }
  });
});

describe('a schedule that is not valid', () => {
  it.each<[Schedule, string]>([
    [cron(''), 'must have five or six fields'],
    [cron('* * * *'), 'must have five or six fields'],
    [cron('0 0 0 1 1 * 2027'), 'must have five or six fields'],
    [cron('@daily'), 'must have five or six fields'],
    [cron('2026-04-01T00:00:00'), 'must have five or six fields'],
    [cron('61 * * * *'), '"61 * * * *" is not valid: Invalid value for minute: 61'],
    [cron('a b c d e'), 'is not valid'],
    [cron('? * * * *'), 'must not contain "?"'],
    [cron('0 0 31 2 *'), 'never falls due'],
    [cron('0 0 * * *', 'Europe/Atlantis'), '"Europe/Atlantis" is not an IANA time zone'],
    [cron('0 0 * * *', '+02:00'), 'is not an IANA time zone'],
    [cron('0 0 * * *', ''), 'is not an IANA time zone'],
    [every(0), 'everySeconds must be a whole number from 1'],
    [every(1.5), 'everySeconds must be'],
    [every(366 * 86_400 + 1), 'everySeconds must be'],
    [every(Number.NaN), 'everySeconds must be'],
    [{ kind: 'interval', everySeconds: 60, anchor: 'noon' }, 'The anchor "noon" must be a time such as'],
    [{ ...every(60), jitterSeconds: -1 }, 'jitterSeconds must be a whole number from 0'],
    [{ ...every(60), blackouts: [dark('8:00', '18:00')] }, '"8:00" must be a time of the day'],
    [{ ...every(60), blackouts: [dark('08:00', '24:00')] }, '"24:00" must be a time of the day'],
    [{ ...every(60), blackouts: [{ ...dark('08:00', '18:00'), days: [] }] }, 'must be some of MON'],
    [{ ...every(60), blackouts: [{ ...dark('08:00', '18:00'), timeZone: 'Mars' }] }, 'is not an IANA'],
    [{ ...every(60), blackouts: [dark('00:00', '00:00')] }, 'leave no time in which a run could begin'],
  ])('is refused with what is allowed: %j', (schedule, message) => {
    expect(() => validateSchedule(schedule)).toThrow(message);
    expect(() => validateSchedule(schedule)).toThrow(
      expect.objectContaining({ code: 'config.invalid_schedule' }) as Error,
    );
  });

  it.each([
    cron('0 0 29 2 *'),
    cron('  */5   *  * * MON-FRI'),
    cron('0 0 L * *', 'America/New_York'),
    every(1),
    every(60),
    every(366 * 86_400),
  ])('is not %j', (schedule) => {
    expect(() => validateSchedule(schedule)).not.toThrow();
  });

  it('keeps what the reader of cron expressions said as the cause', () => {
    expect(() => validateSchedule(cron('61 * * * *'))).toThrow(
      expect.objectContaining({ cause: expect.any(Error) as unknown }) as Error,
    );
  });
});

/** Zones that change their clocks by an hour, by half of one, at midnight, or not at all. */
const ZONES = [
  ...[
    'UTC',
    'Europe/Berlin',
    'Europe/Lisbon',
    'Europe/Dublin',
    'America/New_York',
    'America/St_Johns',
    'America/Santiago',
  ],
  ...['America/Havana', 'Africa/Cairo', 'Africa/Casablanca', 'Asia/Kolkata', 'Asia/Kathmandu', 'Asia/Beirut'],
  ...[
    'Australia/Lord_Howe',
    'Australia/Adelaide',
    'Pacific/Chatham',
    'Pacific/Auckland',
    'Pacific/Apia',
    'Asia/Tehran',
  ],
];
const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;

/** What a clock on the wall shows, as a number that grows with it, and its minute of the day. */
function wallClock(timeZone: string): (moment: number) => { day: string; minute: number } {
  const format = new Intl.DateTimeFormat('en-CA', {
    timeZone,
    dateStyle: 'short',
    timeStyle: 'short',
    hourCycle: 'h23',
  });
  return (moment) => {
    const [day = '', time = ''] = format.format(moment).split(', ');
    const [hour, minute] = time.split(':').map(Number);
    return { day, minute: (hour ?? 0) * 60 + (minute ?? 0) };
  };
}

/** Starts of the UTC days of 2026 in which, or in the day after, the clocks of a zone change. */
function clockChanges(timeZone: string): number[] {
  const show = wallClock(timeZone);
  const starts = Array.from({ length: 364 }, (_, index) => Date.UTC(2026, 0, 1 + index));
  return starts.filter((start) => show(start).minute !== show(start + DAY).minute);
}

describe('in every zone', () => {
  const days = fc.integer({ min: 0, max: 364 });

  it.each(ZONES)('a daily time runs exactly once on every date: %s', (timeZone) => {
    const show = wallClock(timeZone);
    fc.assert(
      fc.property(
        fc.oneof(fc.integer({ min: 0, max: 3 }), fc.integer({ min: 0, max: 23 })),
        fc.constantFrom(0, 15, 30, 45),
        (hour, minute) => {
          const from = at('2026-01-01T12:00:00Z');
          const to = new Date(from.getTime() + 365 * DAY);
          const slots = slotsBetween(cron(`${minute} ${hour} * * *`, timeZone), from, to);
          const shown = slots.map((slot) => show(slot.getTime()));
          expect(new Set(shown.map(({ day }) => day)).size).toBe(slots.length);
          expect(Math.abs(slots.length - 365)).toBeLessThanOrEqual(1);
          // Off its time only where the clock jumped over it, and then by no more than the jump.
          const late = shown.filter((clock) => clock.minute !== hour * 60 + minute);
          expect(late.length).toBeLessThanOrEqual(2);
          for (const clock of late) expect(clock.minute - (hour * 60 + minute)).toBeLessThanOrEqual(60);
        },
      ),
      { numRuns: 2 },
    );
  });

  it.each(ZONES)(
    'a stepped time falls due whenever the wall shows it, and at no other moment: %s',
    (timeZone) => {
      const show = wallClock(timeZone);
      const fiveMinutes = 5 * MINUTE;
      for (const day of [Date.UTC(2026, 5, 1), ...clockChanges(timeZone)]) {
        const expected: number[] = [];
        for (let moment = day + fiveMinutes; moment <= day + 2 * DAY; moment += fiveMinutes) {
          if (show(moment).minute % 15 === 0) expected.push(moment);
        }
        const slots = slotsBetween(cron('*/15 * * * *', timeZone), new Date(day), new Date(day + 2 * DAY));
        expect(slots.map((slot) => slot.getTime())).toEqual(expected);
      }
    },
  );

  it('looking back finds what looking forward found', () => {
    const expressions = [
      '30 2 * * *',
      '0 0,3 * * *',
      '*/20 * * * *',
      '15 1-3 * * 0',
      '0 */6 * * *',
      '30 10 2 * * *',
    ];
    fc.assert(
      fc.property(
        fc.constantFrom(...ZONES),
        fc.constantFrom(...expressions),
        days,
        fc.nat(DAY),
        (timeZone, expression, day, ms) => {
          const schedule = cron(expression, timeZone);
          const to = new Date(Date.UTC(2026, 0, 20) + day * DAY + ms);
          const forward = slotsBetween(schedule, new Date(to.getTime() - 5 * DAY), to).slice(-30);
          expect(latestDueAt(schedule, to, forward.length)).toEqual(forward);
        },
      ),
      { numRuns: 40 },
    );
  });
});

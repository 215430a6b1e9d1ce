import fc from 'fast-check';
import { MISFIRE_POLICIES } from '../job/job.js';
import { decideSlots } from './decide-slots.js';
import { fireDelayMs } from './fire-delay.js';
import { nextStarts } from './next-starts.js';
import { scheduleNotes } from './schedule-notes.js';
import type { Blackout, Schedule } from './schedule.js';

const MINUTE = 60_000;
const after = new Date('2026-11-30T00:00:00Z');
const hourly: Schedule = { kind: 'cron', expression: '0 * * * *', timeZone: 'UTC' };
const night: Blackout = { from: '00:30', to: '05:30', timeZone: 'UTC' };
const starts = (schedule: Schedule, misfirePolicy: (typeof MISFIRE_POLICIES)[number], count = 3) =>
  nextStarts({ schedule, misfirePolicy }, 'orders', { after, count }).map(({ startsAt }) =>
    startsAt.toISOString().slice(11, 19),
  );

describe('the next runs', () => {
  it('are the times of the schedule', () => {
    expect(starts(hourly, 'run_once')).toEqual(['01:00:00', '02:00:00', '03:00:00']);
  });

  it('begin once at the end of a blackout, where missed times are made up for', () => {
    expect(starts({ ...hourly, blackouts: [night] }, 'run_once')).toEqual([
      '05:30:00',
      '06:00:00',
      '07:00:00',
    ]);
  });

  it('leave out what falls into a blackout, where they are not', () => {
    expect(starts({ ...hourly, blackouts: [night] }, 'skip')).toEqual(['06:00:00', '07:00:00', '08:00:00']);
  });

  it('include what fell due in the blackout that holds now, once it has ended', () => {
    const daily: Schedule = { kind: 'cron', expression: '0 2 * * *', timeZone: 'UTC', blackouts: [night] };
    const at = (misfirePolicy: 'run_once' | 'skip', time: string) =>
      nextStarts({ schedule: daily, misfirePolicy }, 'orders', {
        after: new Date(`2026-11-30T${time}Z`),
        count: 1,
      }).map(({ startsAt }) => startsAt.toISOString());
    expect(at('run_once', '03:00:00')).toEqual(['2026-11-30T05:30:00.000Z']);
    expect(at('run_once', '05:30:00')).toEqual(['2026-12-01T05:30:00.000Z']);
    expect(at('skip', '03:00:00')).toEqual([]);
  });

  it('are none while the schedule is paused', () => {
    expect(starts({ ...hourly, paused: true }, 'run_once')).toEqual([]);
  });

  it('are none where no blackout ends', () => {
    const always: Blackout = { from: '00:00', to: '00:00', timeZone: 'UTC' };
    expect(starts({ ...hourly, blackouts: [always] }, 'run_once')).toEqual([]);
  });

  it('are found where a blackout holds much longer than the schedule waits', () => {
    const quick: Schedule = { kind: 'interval', everySeconds: 1 };
    const day: Blackout = { from: '00:00', to: '23:59', timeZone: 'UTC' };
    expect(starts({ ...quick, blackouts: [day] }, 'skip', 1)).toEqual(['23:59:00']);
    expect(starts({ ...quick, blackouts: [day] }, 'run_once', 2)).toEqual(['23:59:00', '23:59:01']);
  });
});

it('runs begin when the next runs say, whenever the scheduler looks', () => {
  const time = fc.tuple(fc.nat(23), fc.constantFrom(0, 15, 30, 45));
  const text = ([hour, minute]: [number, number]) =>
    [hour, minute].map((each) => `${each}`.padStart(2, '0')).join(':');
  const blackouts = fc.array(
    fc.record({ from: time.map(text), to: time.map(text), timeZone: fc.constantFrom('UTC', 'Asia/Kolkata') }),
    { maxLength: 2 },
  );
  const times = fc.constantFrom<Schedule>(
    hourly,
    { kind: 'cron', expression: '15 2,14 * * *', timeZone: 'Europe/Berlin' },
    { kind: 'interval', everySeconds: 4_000, anchor: '2026-01-01T00:07:00Z' },
  );
  fc.assert(
    fc.property(
      times,
      blackouts,
      fc.nat(3_600),
      fc.constantFrom(...MISFIRE_POLICIES),
      (rule, dark, jitter, policy) => {
        const schedule: Schedule = { ...rule, blackouts: dark, jitterSeconds: jitter };
        const until = after.getTime() + 26 * 60 * MINUTE;
        // The list begins in the midst of what goes on.
        const expected = nextStarts({ schedule, misfirePolicy: policy }, 'orders', { after, count: 100 })
          .map(({ startsAt }) => Math.ceil(startsAt.getTime() / MINUTE) * MINUTE)
          .filter((moment) => moment <= until);
        const begun: number[] = [];
        const begin = after.getTime() - 30 * 60 * MINUTE;
        let since = new Date(begin);
        for (let now = begin; now <= until; now += MINUTE) {
          const question = { schedule, misfirePolicy: policy, since, now: new Date(now), key: 'orders' };
          const { fire, missed } = decideSlots(question);
          if (fire !== null && now > after.getTime()) begun.push(now);
          since = new Date(Math.max(since.getTime(), ...[...missed, ...(fire ? [fire] : [])].map(Number)));
        }
        expect(begun).toEqual([...new Set(expected)]);
      },
    ),
    { numRuns: 8 },
  );
});

describe('what one may not expect of a schedule', () => {
  it('is said where it names days of the month and of the week', () => {
    const notes = (expression: string) => scheduleNotes({ ...hourly, expression }, 'orders');
    expect(notes('0 6 1 * MON')).toEqual([
      'It names days of the month and days of the week: it is due on each day that either of the two names.',
    ]);
    expect(notes('0 0 6 1 * MON')).toHaveLength(1);
    expect(notes('0 6 1 * *')).toEqual([]);
    expect(notes('0 6 * * MON-FRI')).toEqual([]);
  });

  it('is said of a delay, which is always the same for a job and not for all', () => {
    const schedule: Schedule = { ...hourly, jitterSeconds: 600 };
    const delays = ['a', 'b', 'c', 'd', 'e'].map((key) => fireDelayMs(schedule, key));
    expect(new Set(delays).size).toBe(5);
    expect(Math.max(...delays)).toBeLessThanOrEqual(600_000);
    expect(fireDelayMs(schedule, 'a')).toBe(delays[0]);
    expect(fireDelayMs(hourly, 'a')).toBe(0);
    expect(scheduleNotes(schedule, 'a')[0]).toMatch(/^Runs of this job begin \d+ s after each time\.$/);
  });

  it('is said of a pause', () => {
    expect(scheduleNotes({ ...hourly, paused: true }, 'a')).toEqual([
      'The schedule is paused: nothing begins by it.',
    ]);
  });
});

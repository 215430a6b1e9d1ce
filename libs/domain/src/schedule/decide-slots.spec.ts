import fc from 'fast-check';
import { MISFIRE_POLICIES } from '../job/job.js';
import { decideSlots, type SlotQuestion } from './decide-slots.js';
import { nextDueAt } from './due-slots.js';
import { fireDelayMs } from './fire-delay.js';
import type { Schedule } from './schedule.js';

const hourly: Schedule = { kind: 'cron', expression: '0 * * * *', timeZone: 'UTC' };
const at = (time: string) => new Date(`2026-03-01T${time}Z`);
const decide = (changes: Partial<SlotQuestion>) =>
  decideSlots({
    schedule: hourly,
    misfirePolicy: 'run_once',
    since: at('08:00:00'),
    now: at('08:30:00'),
    key: 'orders',
    ...changes,
  });

describe('which slots run', () => {
  it('none before one is due', () => {
    expect(decide({})).toEqual({ fire: null, skipped: null, missed: [] });
  });

  it('the one that is due, at the very moment', () => {
    expect(decide({ now: at('09:00:00') })).toEqual({
      fire: at('09:00:00'),
      skipped: null,
      missed: [],
    });
  });

  it('the one that is due, within the grace whatever the policy', () => {
    expect(decide({ now: at('09:01:00'), misfirePolicy: 'skip' }).fire).toEqual(at('09:00:00'));
  });

  it('the latest after downtime, once, when the policy is run_once', () => {
    expect(decide({ now: at('11:30:00') })).toEqual({
      fire: at('11:00:00'),
      skipped: null,
      missed: [at('09:00:00'), at('10:00:00')],
    });
  });

  describe('while the provider has asked for a pause', () => {
    const pausedFor = (ms: number, changes: Partial<SlotQuestion> = {}) =>
      decide({
        now: at('09:00:00'),
        pause: { until: new Date(at('09:00:00').getTime() + ms), patienceMs: 60_000 },
        ...changes,
      });

    it('none that could not end in time: it is skipped, not missed', () => {
      expect(pausedFor(60_000)).toEqual({
        fire: null,
        skipped: at('09:00:00'),
        missed: [],
      });
    });

    it('the one that is due where a run has the time to wait', () => {
      expect(pausedFor(59_999)).toMatchObject({ fire: at('09:00:00'), skipped: null });
    });

    it('none that its policy would not run anyway', () => {
      const late = { now: at('09:30:00'), misfirePolicy: 'skip' } as const;
      expect(pausedFor(3_600_000, late)).toMatchObject({
        fire: null,
        skipped: null,
        missed: [at('09:00:00')],
      });
    });
  });

  it('the one that is due once its delay has passed, and the latest of what passed until then', () => {
    const schedule: Schedule = { ...hourly, jitterSeconds: 1_800 };
    const delay = fireDelayMs(schedule, 'orders');
    const justBefore = new Date(at('09:00:00').getTime() + delay - 1);
    expect(delay).toBeGreaterThan(60_000);
    expect(decide({ schedule, now: justBefore })).toMatchObject({ fire: null, missed: [] });
    const then = new Date(justBefore.getTime() + 1);
    expect(decide({ schedule, now: then, misfirePolicy: 'skip' })).toMatchObject({ fire: at('09:00:00') });
  });

  it('none while the schedule is paused, and nothing is missed by it', () => {
    const nothing = { fire: null, skipped: null, missed: [] };
    expect(decide({ schedule: { ...hourly, paused: true }, now: at('11:30:00') })).toEqual(nothing);
  });

  it('none in a blackout; its end is the end of a downtime', () => {
    const schedule: Schedule = {
      ...hourly,
      blackouts: [{ from: '08:30', to: '11:30', timeZone: 'UTC' }],
    };
    expect(decide({ schedule, now: at('11:29:59') })).toEqual({ fire: null, skipped: null, missed: [] });
    const end = { schedule, now: at('11:30:00') };
    expect(decide(end)).toMatchObject({ fire: at('11:00:00'), missed: [at('09:00:00'), at('10:00:00')] });
    expect(decide({ ...end, misfirePolicy: 'skip' })).toMatchObject({ fire: null });
  });

  it('none after downtime when the policy is skip', () => {
    expect(decide({ now: at('11:30:00'), misfirePolicy: 'skip' })).toEqual({
      fire: null,
      skipped: null,
      missed: [at('09:00:00'), at('10:00:00'), at('11:00:00')],
    });
  });

  it('the latest when several are within the grace', () => {
    const everyTenSeconds: Schedule = { kind: 'interval', everySeconds: 10 };
    expect(decide({ schedule: everyTenSeconds, now: at('08:00:25'), misfirePolicy: 'skip' })).toEqual({
      fire: at('08:00:20'),
      skipped: null,
      missed: [at('08:00:10')],
    });
  });

  it('none twice when the clock went back', () => {
    expect(decide({ since: at('10:00:00'), now: at('09:30:00') })).toEqual({
      fire: null,
      skipped: null,
      missed: [],
    });
  });

  it('none once the calendar has ended', () => {
    const end = { since: new Date('9999-12-31T22:30:00Z'), now: new Date('9999-12-31T23:30:00Z') };
    expect(decide(end)).toEqual({ fire: null, skipped: null, missed: [] });
  });

  it('is decided at once after years of downtime, and tells the latest 100', () => {
    const everySecond: Schedule = { kind: 'cron', expression: '* * * * * *', timeZone: 'Europe/Berlin' };
    const since = new Date('2016-01-01T00:00:00Z');
    const { fire, missed } = decide({ schedule: everySecond, since, now: at('08:00:00') });
    expect(fire).toEqual(at('08:00:00'));
    expect(missed).toHaveLength(100);
    expect(missed.at(-1)).toEqual(at('07:59:59'));
    expect(
      decide({ schedule: everySecond, since, now: at('08:01:00.500'), misfirePolicy: 'skip' }).missed,
    ).toHaveLength(100);
  });
});

it('decides every slot exactly once, however often and whenever it is asked', () => {
  const schedule = fc.constantFrom<Schedule>(
    { kind: 'cron', expression: '*/7 * * * *', timeZone: 'Europe/Berlin' },
    { kind: 'cron', expression: '30 2,3 * * *', timeZone: 'America/New_York' },
    { kind: 'interval', everySeconds: 1000 },
  );
  const waits = fc.array(fc.integer({ min: 1, max: 6 * 3_600_000 }), { minLength: 1, maxLength: 20 });
  fc.assert(
    fc.property(
      schedule,
      fc.constantFrom(...MISFIRE_POLICIES),
      waits,
      fc.nat(365),
      (rule, misfirePolicy, steps, day) => {
        const start = new Date(Date.UTC(2026, 0, 1 + day, 22));
        let since = start;
        let now = start;
        const decided: number[] = [];
        for (const step of steps) {
          now = new Date(now.getTime() + step);
          const { fire, missed } = decideSlots({
            schedule: rule,
            misfirePolicy,
            since,
            now,
            key: 'orders',
          });
          const slots = [...missed, ...(fire ? [fire] : [])].map((slot) => slot.getTime());
          decided.push(...slots);
          since = new Date(Math.max(since.getTime(), ...slots));
        }
        const expected: number[] = [];
        for (let slot = nextDueAt(rule, start); slot !== null && slot <= now; slot = nextDueAt(rule, slot)) {
          expected.push(slot.getTime());
        }
        expect(decided).toEqual(expected);
      },
    ),
    { numRuns: 40 },
  );
});

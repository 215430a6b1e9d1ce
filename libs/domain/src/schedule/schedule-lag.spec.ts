import { scheduleLag } from './schedule-lag.js';
import type { Schedule } from './schedule.js';

const at = (hour: number, minute = 0) => new Date(Date.UTC(2026, 2, 2, hour, minute));
const hourly: Schedule = { kind: 'interval', everySeconds: 3600 };
const question = {
  schedule: hourly,
  misfirePolicy: 'run_once',
  key: 'job',
  appliedUntil: at(8, 1),
  decidedUntil: at(8),
  now: at(8, 30),
} as const;

describe('how far a job is behind its schedule', () => {
  it('is not at all between two slots', () => {
    expect(scheduleLag(question)).toEqual({ missedSlots: 0, lateMs: 0 });
  });

  it('counts the slots that passed since what is applied, whether they were decided or not', () => {
    expect(scheduleLag({ ...question, decidedUntil: at(10), now: at(10, 30) })).toEqual({
      missedSlots: 2,
      lateMs: 0,
    });
  });

  it('says how late the oldest slot is that is not decided', () => {
    expect(scheduleLag({ ...question, now: at(9, 2) })).toEqual({ missedSlots: 1, lateMs: 120_000 });
    expect(scheduleLag({ ...question, now: at(10, 2) })).toEqual({ missedSlots: 2, lateMs: 3_720_000 });
  });

  it('says it also where slots that come late do not run', () => {
    expect(scheduleLag({ ...question, misfirePolicy: 'skip', now: at(9, 5) }).lateMs).toBe(300_000);
  });

  it('counts ten at most', () => {
    expect(scheduleLag({ ...question, decidedUntil: at(23), now: at(23, 30) }).missedSlots).toBe(10);
  });

  it('is not at all while the schedule is paused', () => {
    const paused = { ...question, schedule: { ...hourly, paused: true }, now: at(12) };
    expect(scheduleLag(paused)).toEqual({ missedSlots: 0, lateMs: 0 });
  });

  it('leaves out what falls into a blackout, in which nothing is late', () => {
    const blackouts = [{ from: '09:00', to: '11:00', timeZone: 'UTC' }];
    const held = { ...question, schedule: { ...hourly, blackouts } };
    expect(scheduleLag({ ...held, now: at(10, 30) })).toEqual({ missedSlots: 0, lateMs: 0 });
    expect(scheduleLag({ ...held, now: at(11, 1) })).toMatchObject({ missedSlots: 1 });
  });

  it('begins later where the runs of the schedule are spread', () => {
    const spread = { ...question, schedule: { ...hourly, jitterSeconds: 3000 }, now: at(9, 0) };
    expect(scheduleLag(spread).missedSlots).toBe(0);
  });

  it('goes by the slots themselves: a weekend is no delay of a schedule of weekdays', () => {
    const schedule: Schedule = { kind: 'cron', expression: '0 9 * * 1-5', timeZone: 'UTC' };
    const friday = new Date(Date.UTC(2026, 1, 27, 9, 1));
    const weekdays = { ...question, schedule, appliedUntil: friday, decidedUntil: friday };
    expect(scheduleLag({ ...weekdays, now: at(8, 59) })).toEqual({ missedSlots: 0, lateMs: 0 });
    expect(scheduleLag({ ...weekdays, now: at(9, 1) })).toEqual({ missedSlots: 1, lateMs: 60_000 });
  });
});

import fc from 'fast-check';
import { appliedUntil } from './applied-until.js';

const at = (hour: number) => new Date(Date.UTC(2026, 2, 1, hour));
const time = (hour: number) => ({ kind: 'time', value: at(hour).toISOString() }) as const;
const createdAt = at(1);
const now = at(12);

describe('the moment up to which everything is applied', () => {
  it.each([
    ['the job was made, before its first run', { createdAt, watermark: null, readAt: null }, 1],
    ['the newest run began to read', { createdAt, watermark: null, readAt: at(5) }, 5],
    ['the watermark tells, in the time of the provider', { createdAt, watermark: time(7), readAt: at(5) }, 7],
    ['a run began that found nothing new', { createdAt, watermark: time(3), readAt: at(5) }, 5],
    [
      'the newest run began, where the watermark is a position',
      { createdAt, watermark: { kind: 'position', value: '2026-03-01T11:00:00Z' }, readAt: at(5) } as const,
      5,
    ],
    [
      'the newest run began, where the watermark is no time',
      { createdAt, watermark: { kind: 'time', value: 'yesterday' }, readAt: at(5) } as const,
      5,
    ],
    [
      'the newest run began, where the clock of the provider is ahead',
      { createdAt, watermark: time(13), readAt: at(5) },
      5,
    ],
    ['the provider says, to the millisecond of now', { createdAt, watermark: time(12), readAt: null }, 12],
  ])('is when %s', (_what, facts, hour) => {
    expect(appliedUntil(facts, now)).toEqual(at(hour));
  });

  it('is never after now where the job is not, and never goes back for a later run', () => {
    const moment = fc.date({ noInvalidDate: true, min: at(0), max: at(23) });
    fc.assert(
      fc.property(moment, moment, moment, (read, later, marked) => {
        const facts = { createdAt, watermark: { kind: 'time', value: marked.toISOString() } as const };
        const one = appliedUntil({ ...facts, readAt: read }, now);
        const both = appliedUntil(
          { ...facts, readAt: new Date(Math.max(read.getTime(), later.getTime())) },
          now,
        );
        expect(one <= now).toBe(true);
        if (later <= now && read <= now) expect(both >= one).toBe(true);
      }),
    );
  });
});

import fc from 'fast-check';
import { decideWatermarkEdit } from './decide-watermark-edit.js';
import type { Watermark } from './watermark.js';

const now = new Date('2026-11-21T12:00:00.000Z');
const idle = { underWay: undefined, now };
const time = (value: string): Watermark => ({ kind: 'time', value });

describe('a watermark set by a person', () => {
  it('is kept in UTC', () => {
    expect(decideWatermarkEdit(time('2026-11-20T10:00:00+02:00'), idle)).toEqual(
      time('2026-11-20T08:00:00.000Z'),
    );
  });

  it('may be a position, or none at all', () => {
    const position: Watermark = { kind: 'position', value: '42-abc' };
    expect(decideWatermarkEdit(position, idle)).toEqual(position);
    expect(decideWatermarkEdit(null, idle)).toBeNull();
  });

  it.each([
    ['no time', time('yesterday')],
    ['a time without a zone', time('2026-11-20T10:00:00')],
    ['a time that no clock has reached', time('2062-11-20T10:00:00Z')],
    ['an empty position', { kind: 'position', value: '' } as const],
  ])('is refused if it is %s', (_why, wanted) => {
    expect(() => decideWatermarkEdit(wanted, idle)).toThrow(
      expect.objectContaining({ code: 'request.invalid' }) as Error,
    );
  });

  it('may lie ahead of the clock by a day, and not by more', () => {
    const tomorrow = time('2026-11-22T12:00:00.000Z');
    expect(decideWatermarkEdit(tomorrow, idle)).toEqual(tomorrow);
    expect(() => decideWatermarkEdit(time('2026-11-22T12:00:00.001Z'), idle)).toThrow(/more than a day/);
  });

  it('is told how a time is written', () => {
    expect(() => decideWatermarkEdit(time('yesterday'), idle)).toThrow(/like \d{4}-\d\d-\d\dT[\d:]+Z$/);
  });

  it('may be a position of 2,000 characters, and not of more', () => {
    const position = (length: number): Watermark => ({ kind: 'position', value: 'x'.repeat(length) });
    expect(decideWatermarkEdit(position(2000), idle)).toEqual(position(2000));
    expect(() => decideWatermarkEdit(position(2001), idle)).toThrow(/1 to 2000 characters/);
  });

  it('is refused while a run is under way, whatever it is', () => {
    const any = fc.option(fc.record({ kind: fc.constantFrom('time', 'position'), value: fc.string() }));
    fc.assert(
      fc.property(any, (wanted) => {
        expect(() => decideWatermarkEdit(wanted, { underWay: 'e1', now })).toThrow(
          expect.objectContaining({ code: 'request.wrong_state' }) as Error,
        );
      }),
    );
  });
});

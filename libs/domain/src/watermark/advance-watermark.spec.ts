import fc from 'fast-check';
import { advanceWatermark, joinsOn } from './advance-watermark.js';
import { nextBound } from './next-bound.js';
import { readSince } from './read-since.js';
import type { Watermark } from './watermark.js';

const time = (value: string): Watermark => ({ kind: 'time', value });
const position = (value: string): Watermark => ({ kind: 'position', value });
const morning = time('2026-03-01T08:00:00.000Z');
const noon = time('2026-03-01T12:00:00.000Z');

describe('the bound of a chunk, page after page', () => {
  it('keeps the time of its first page', () => {
    expect(nextBound(null, { pageNo: 0, bound: morning })).toEqual(morning);
    expect(nextBound(morning, { pageNo: 1, bound: noon })).toEqual(morning);
    expect(nextBound(morning, { pageNo: 1, bound: null })).toEqual(morning);
  });

  it('has no time when the first page told none: a later one would step over changes', () => {
    expect(nextBound(null, { pageNo: 1, bound: noon })).toBeNull();
  });

  it('stays a time where a later page told a position', () => {
    expect(nextBound(morning, { pageNo: 1, bound: position('2') })).toEqual(morning);
  });

  it('moves on to the position of its last page', () => {
    expect(nextBound(position('1'), { pageNo: 1, bound: position('2') })).toEqual(position('2'));
    expect(nextBound(position('1'), { pageNo: 1, bound: null })).toEqual(position('1'));
    expect(nextBound(null, { pageNo: 3, bound: position('2') })).toEqual(position('2'));
  });
});

describe('where an incremental run reads from', () => {
  it('goes back by the overlap on a clock', () => {
    expect(readSince(noon, 600)).toEqual(time('2026-03-01T11:50:00.000Z'));
  });

  it('takes a position as it is', () => {
    expect(readSince(position('17-abc'), 600)).toEqual(position('17-abc'));
  });
});

describe('moving the watermark on', () => {
  it('takes the earliest time over all chunks', () => {
    expect(advanceWatermark(undefined, [noon, morning])).toEqual(morning);
  });

  it('compares times as times, whatever their offset and precision', () => {
    const same = time('2026-03-01T09:30:00+01:00');
    expect(advanceWatermark(morning, [noon, same])).toEqual(same);
  });

  it('keeps the words of the first of equal times', () => {
    const same = time('2026-03-01T09:00:00+01:00');
    expect(advanceWatermark(undefined, [morning, same])).toBe(morning);
    expect(advanceWatermark(morning, [same])).toBe(same);
  });

  it('never takes a time back', () => {
    expect(advanceWatermark(noon, [morning])).toEqual(noon);
  });

  it.each([
    ['there is no chunk', []],
    ['a chunk has no bound', [noon, null]],
    ['the first chunk has no bound', [null, noon]],
    ['times and positions mix', [noon, position('1')]],
    ['positions and times mix', [position('1'), noon]],
    ['positions of two chunks cannot be ordered', [position('1'), position('2')]],
    ['a time is none', [time('yesterday')]],
  ])('stays where it is when %s', (_why, bounds) => {
    expect(advanceWatermark(morning, bounds)).toBeUndefined();
  });

  it('takes the position of the only chunk, whatever was before', () => {
    expect(advanceWatermark(position('9'), [position('10')])).toEqual(position('10'));
    expect(advanceWatermark(noon, [position('10')])).toEqual(position('10'));
  });

  it('is never after any chunk it was made of, unless it was there already, and never goes back', () => {
    const moment = fc
      .date({ noInvalidDate: true, min: new Date(0), max: new Date(4e12) })
      .map((date) => time(date.toISOString()));
    fc.assert(
      fc.property(moment, fc.array(moment, { minLength: 1 }), (current, bounds) => {
        const next = Date.parse(advanceWatermark(current, bounds)?.value ?? '');
        const earliest = Math.min(...bounds.map((bound) => Date.parse(bound.value)));
        expect(next).toBe(Math.max(Date.parse(current.value), earliest));
      }),
    );
  });
});

describe('what an execution read joins on to the watermark', () => {
  const since = (watermark: Watermark) => ({ kind: 'incremental', since: watermark }) as const;

  it('always if it read everything', () => {
    expect(joinsOn({ kind: 'full' }, undefined)).toBe(true);
    expect(joinsOn({ kind: 'full' }, morning)).toBe(true);
  });

  it('if it began at the watermark, or before it', () => {
    expect(joinsOn(since(morning), morning)).toBe(true);
    expect(joinsOn(since(morning), noon)).toBe(true);
    expect(joinsOn(since(position('1')), position('1'))).toBe(true);
  });

  it('not if the watermark was set back or cleared meanwhile: something would be passed over', () => {
    expect(joinsOn(since(noon), morning)).toBe(false);
    expect(joinsOn(since(noon), undefined)).toBe(false);
    expect(joinsOn(since(position('2')), position('1'))).toBe(false);
    expect(joinsOn(since(position('2')), noon)).toBe(false);
    // Alike by their text, and not of one kind.
    expect(joinsOn(since(position(noon.value)), noon)).toBe(false);
    expect(joinsOn(since(noon), position(noon.value))).toBe(false);
    expect(joinsOn(since(morning), position(noon.value))).toBe(false);
  });

  it('never for a time that a person named', () => {
    const backfill = { from: morning.value, to: null };
    expect(joinsOn({ ...since(morning), backfill }, noon)).toBe(false);
  });

  it('never for named or failed records', () => {
    expect(joinsOn({ kind: 'single', externalIds: ['a'] }, morning)).toBe(false);
    expect(joinsOn({ kind: 'partial', failureIds: ['1'] }, morning)).toBe(false);
  });
});

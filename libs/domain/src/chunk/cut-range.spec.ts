import fc from 'fast-check';
import { cutRange, type OpenRange } from './cut-range.js';

const holds = ({ from, before }: OpenRange, number: number) =>
  (from === null || number >= from) && (before === null || number < before);

describe('cutRange', () => {
  it('cuts into ranges of the size that is asked for, open at both ends', () => {
    expect(cutRange(1, 12, { size: 5, most: 10 })).toEqual([
      { from: null, before: 6 },
      { from: 6, before: 11 },
      { from: 11, before: null },
    ]);
  });

  it('leaves whole what is no larger than one range, or empty', () => {
    const whole = [{ from: null, before: null }];
    expect(cutRange(1, 5, { size: 5, most: 10 })).toEqual(whole);
    expect(cutRange(1, 0, { size: 5, most: 10 })).toEqual(whole);
  });

  it('puts each number into exactly one range, in no more ranges than are wanted', () => {
    const number = fc.integer({ min: -1_000_000, max: 1_000_000 });
    const size = fc.integer({ min: 1, max: 5_000 });
    const most = fc.integer({ min: 1, max: 50 });
    fc.assert(
      fc.property(number, number, number, size, most, (first, last, any, reach, count) => {
        const ranges = cutRange(first, last, { size: reach, most: count });
        expect(ranges.length).toBeLessThanOrEqual(count);
        expect(ranges.filter((range) => holds(range, any))).toHaveLength(1);
      }),
    );
  });
});

import { believeBound, CLOCK_TOLERANCE_MS, isAhead } from './believe-bound.js';

const now = new Date('2026-11-29T12:00:00.000Z');
const time = (ms: number) => ({ kind: 'time', value: new Date(now.getTime() + ms).toISOString() }) as const;

describe("the provider's clock", () => {
  it('is believed within five minutes of ours, and whenever it is behind', () => {
    for (const ms of [-86_400_000, 0, CLOCK_TOLERANCE_MS]) {
      expect(isAhead(time(ms), now)).toBe(false);
      expect(believeBound(time(ms), now)).toEqual(time(ms));
    }
  });

  it('is cut to ours where it is further ahead', () => {
    expect(isAhead(time(CLOCK_TOLERANCE_MS + 1), now)).toBe(true);
    expect(believeBound(time(86_400_000), now)).toEqual(time(0));
  });

  it('has no say in positions, or where it told nothing', () => {
    expect(believeBound({ kind: 'position', value: '9999' }, now)).toEqual({
      kind: 'position',
      value: '9999',
    });
    expect(believeBound(null, now)).toBeNull();
  });
});

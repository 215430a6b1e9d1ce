import * as fc from 'fast-check';
import { spendRequest } from './spend-request.js';

const NOON = Date.UTC(2026, 10, 30, 12);

/** How many of the requests at these times, in ms after noon, are taken. */
function taken(times: readonly number[], perMinute: number): number {
  let spentUntil: number | undefined;
  let sum = 0;
  for (const at of times) {
    const spent = spendRequest(spentUntil, perMinute, new Date(NOON + at));
    ({ spentUntil } = spent);
    sum += spent.waitMs === 0 ? 1 : 0;
  }
  return sum;
}
const times = (count: number, at: number) => Array.from({ length: count }, () => at);

it('takes at once what may be asked in ten seconds, and then as many as the minute has', () => {
  expect(taken(times(50, 0), 60)).toBe(10);
  expect(taken([...times(50, 0), ...times(50, 1_000)], 60)).toBe(11);
  expect(taken([...times(50, 0), ...times(50, 3_600_000)], 60)).toBe(20);
  expect(taken(times(3, 0), 1)).toBe(1);
  expect(taken([0, 59_999, 60_000], 1)).toBe(2);
});

it('says how long to wait, and takes a request that waited', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 10_000 }),
      fc.integer({ min: 0, max: 100_000 }),
      (perMinute, ahead) => {
        const { spentUntil, waitMs } = spendRequest(NOON + ahead, perMinute, new Date(NOON));
        if (waitMs === 0) return;
        expect(spendRequest(spentUntil, perMinute, new Date(NOON + waitMs - 1)).waitMs).toBeGreaterThan(0);
        expect(spendRequest(spentUntil, perMinute, new Date(NOON + waitMs)).waitMs).toBe(0);
      },
    ),
  );
});

it('takes no more in a minute than the rate and one burst, however they come', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 300 }),
      fc.array(fc.integer({ min: 0, max: 60_000 }), { maxLength: 600 }),
      (perMinute, at) => {
        const most = perMinute + Math.max(1, perMinute / 6) + 1;
        expect(
          taken(
            at.toSorted((one, other) => one - other),
            perMinute,
          ),
        ).toBeLessThanOrEqual(most);
      },
    ),
  );
});

it('makes none wait for ever whose clock was set back', () => {
  expect(spendRequest(NOON + 3_600_000, 60, new Date(NOON))).toEqual({
    spentUntil: NOON + 10_000,
    waitMs: 1_000,
  });
});

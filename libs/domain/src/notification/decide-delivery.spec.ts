import fc from 'fast-check';
import { decideDelivery, GIVEN_UP_AFTER_MS } from './decide-delivery.js';

const START = new Date('2026-11-30T12:00:00.000Z');
const failed = { attempt: 1, firstAt: START, now: START, chance: 0.5, waitMs: null };
const after = (ms: number) => ({ kind: 'again', at: new Date(START.getTime() + ms) });

it.each([
  [1, 15_000],
  [2, 30_000],
  [5, 240_000],
  [9, 3_600_000],
  [40, 3_600_000],
])('after attempt %i the next one is %i ms later', (attempt, ms) => {
  expect(decideDelivery({ ...failed, attempt })).toEqual(after(ms));
});

it('a receiver that says how long it wants to be left alone is left alone, up to an hour', () => {
  expect(decideDelivery({ ...failed, waitMs: 90_000 })).toEqual(after(90_000));
  expect(decideDelivery({ ...failed, waitMs: 86_400_000 })).toEqual(after(3_600_000));
  expect(decideDelivery({ ...failed, waitMs: 1 })).toEqual(after(15_000));
});

it('a receiver that takes nothing is tried often and ever more seldom, for a day, and then given up', () => {
  fc.assert(
    fc.property(
      fc.infiniteStream(fc.double({ min: 0, max: 1, noNaN: true, maxExcluded: true })),
      (chances) => {
        let [now, attempt, longest] = [START, 1, 0];
        for (const chance of chances) {
          const decided = decideDelivery({ ...failed, attempt, now, chance });
          if (decided.kind === 'given_up') break;
          longest = Math.max(longest, decided.at.getTime() - now.getTime());
          expect(decided.at > now).toBe(true);
          [now, attempt] = [decided.at, attempt + 1];
        }
        expect(now.getTime() - START.getTime()).toBeLessThanOrEqual(GIVEN_UP_AFTER_MS);
        expect(now.getTime() - START.getTime()).toBeGreaterThan(GIVEN_UP_AFTER_MS - 1.25 * 3_600_000 - 1);
        expect(attempt).toBeGreaterThan(20);
        expect(longest).toBeLessThanOrEqual(1.25 * 3_600_000);
      },
    ),
  );
});

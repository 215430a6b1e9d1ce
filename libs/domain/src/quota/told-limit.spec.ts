import fc from 'fast-check';
import { LONGEST_PAUSE_MS } from './pause.js';
import { reportOfLimit, strictestLimit, type ToldLimit } from './told-limit.js';

const told = (said: Partial<ToldLimit>) => reportOfLimit({ reserve: 0, ...said });

it.each<[Partial<ToldLimit>, object | undefined]>([
  [
    { remaining: 5, limit: 60, resetInMs: 9_000 },
    { limit: 60, remaining: 5, resetInMs: 9_000 },
  ],
  [
    { remaining: 5, resetInMs: 9_000 },
    { limit: 5, remaining: 5, resetInMs: 9_000 },
  ],
  [
    { used: 60, limit: 60, resetInMs: 1 },
    { limit: 60, remaining: 0, resetInMs: 1 },
  ],
  [
    { remaining: -3, limit: 60, resetInMs: 1 },
    { limit: 60, remaining: 0, resetInMs: 1 },
  ],
  [
    { remaining: 10, limit: 60, resetInMs: 1, reserve: 10 },
    { limit: 60, remaining: 0, resetInMs: 1 },
  ],
  [
    { remaining: 10.5, limit: 60, resetInMs: 1, reserve: 10 },
    { limit: 60, remaining: 0, resetInMs: 1 },
  ],
  [
    { remaining: 0, limit: 40, refillPerSecond: 2 },
    { limit: 40, remaining: 0, resetInMs: 500 },
  ],
  [
    { remaining: 60, limit: 1000, refillPerSecond: 50, reserve: 100 },
    { limit: 1000, remaining: 0, resetInMs: 820 },
  ],
  [
    { remaining: 30, limit: 40, refillPerSecond: 2 },
    { limit: 40, remaining: 30, resetInMs: 5_000 },
  ],
  [
    { remaining: 0, resetInMs: 1e15 },
    { limit: 0, remaining: 0, resetInMs: LONGEST_PAUSE_MS },
  ],
  [
    { remaining: 0, limit: Number.NaN, resetInMs: 5 },
    { limit: 0, remaining: 0, resetInMs: 5 },
  ],
  [{ remaining: 0, resetInMs: 0 }, undefined],
  [{ remaining: 0 }, undefined],
  [{ remaining: 0, refillPerSecond: 0 }, undefined],
  [{ limit: 60, resetInMs: 5 }, undefined],
  [{ used: 5, resetInMs: 5 }, undefined],
])('%j', (said, report) => {
  expect(told(said)).toEqual(report);
});

it('never stops for longer than a day, and never counts what is left below nothing, whatever is told', () => {
  const number = fc.oneof(fc.double(), fc.constantFrom(undefined, NaN, Infinity, -Infinity, 0, -1));
  fc.assert(
    fc.property(number, number, number, number, (remaining, limit, resetInMs, refillPerSecond) => {
      const report = told({ remaining, limit, resetInMs, refillPerSecond });
      if (report === undefined) return;
      expect(report.remaining).toBeGreaterThanOrEqual(0);
      expect(report.limit).toBeGreaterThanOrEqual(0);
      expect(report.limit).toBeLessThan(Infinity);
      expect(report.remaining).toBeLessThan(Infinity);
      expect(report.resetInMs).toBeGreaterThan(0);
      expect(report.resetInMs).toBeLessThanOrEqual(LONGEST_PAUSE_MS);
    }),
    { numRuns: 2_000 },
  );
});

it('stops for the limit that does so first, and of several that are used up for the longest', () => {
  const [much, little, gone, longGone] = [
    { limit: 9, remaining: 8, resetInMs: 900 },
    { limit: 9, remaining: 1, resetInMs: 5 },
    { limit: 9, remaining: 0, resetInMs: 5 },
    { limit: 9, remaining: 0, resetInMs: 50 },
  ] as const;
  expect(strictestLimit([much, little])).toBe(little);
  expect(strictestLimit([longGone, much, gone])).toBe(longGone);
  expect(strictestLimit([])).toBeUndefined();
});

import fc from 'fast-check';
import {
  earnRetry,
  fullRetryBudget,
  RETRIES_PER_MINUTE,
  RETRY_BURST,
  spendRetry,
  type RetryBudget,
} from './retry-budget.js';

function spendAll(budget: RetryBudget, nowMs: number): number {
  let spent = 0;
  for (let left = spendRetry(budget, nowMs); left !== undefined; left = spendRetry(left, nowMs)) spent += 1;
  return spent;
}

it('has a burst of retries to begin with, and no more however long nothing happens', () => {
  expect(spendAll(fullRetryBudget(0), 0)).toBe(RETRY_BURST);
  expect(spendAll(fullRetryBudget(0), 86_400_000)).toBe(RETRY_BURST);
});

it('gets a few back in a minute, and a share of each call', () => {
  let budget: RetryBudget = { left: 0, atMs: 0 };
  expect(spendAll(budget, 0)).toBe(0);
  expect(spendAll(budget, 60_000)).toBe(RETRIES_PER_MINUTE);
  for (let call = 0; call < 100; call += 1) budget = earnRetry(budget, 0.125, 0);
  expect(spendAll(budget, 0)).toBe(12);
});

it('never lets more retries be made in any stretch of time than the share of its calls and the floor', () => {
  const event = fc.record({
    kind: fc.constantFrom('call' as const, 'retry' as const),
    afterMs: fc.nat(2_000),
    times: fc.integer({ min: 1, max: 80 }),
  });
  fc.assert(
    fc.property(
      fc.array(event, { maxLength: 40 }),
      fc.double({ min: 0, max: 1, noNaN: true }),
      (events, share) => {
        const seen: { readonly atMs: number; readonly calls: number; readonly retries: number }[] = [];
        let [budget, nowMs] = [fullRetryBudget(0), 0];
        for (const { kind, afterMs, times } of events) {
          nowMs += afterMs;
          let retries = 0;
          for (let time = 0; time < times; time += 1) {
            const next = kind === 'call' ? earnRetry(budget, share, nowMs) : spendRetry(budget, nowMs);
            if (next !== undefined && kind === 'retry') retries += 1;
            budget = next ?? budget;
          }
          seen.push({ atMs: nowMs, calls: kind === 'call' ? times : 0, retries });
        }
        for (const [first, { atMs }] of seen.entries()) {
          const stretch = seen.slice(first);
          let [calls, retries] = [0, 0];
          for (const later of stretch) {
            calls += later.calls;
            retries += later.retries;
            const floor = RETRY_BURST + ((later.atMs - atMs) * RETRIES_PER_MINUTE) / 60_000;
            expect(retries).toBeLessThanOrEqual(floor + share * calls + 1e-6);
          }
        }
      },
    ),
  );
});

it('is not confused by a clock that stands still or goes back', () => {
  expect(spendRetry({ left: 1, atMs: 1_000 }, 0)).toEqual({ left: 0, atMs: 1_000 });
});

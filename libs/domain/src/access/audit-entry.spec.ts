import { countRefusal, REFUSALS_KEPT_A_MINUTE, type KeptRefusals } from './audit-entry.js';

const NOON = Date.UTC(2026, 10, 30, 12);

function kept(times: readonly number[]): number {
  let refusals: KeptRefusals = { minute: 0, count: 0 };
  let sum = 0;
  for (const at of times) {
    const { isKept, ...next } = countRefusal(refusals, new Date(NOON + at));
    refusals = next;
    sum += isKept ? 1 : 0;
  }
  return sum;
}

it('a flood of refusals is kept up to a number, and from the next minute on again', () => {
  expect(kept(Array.from({ length: 250 }, () => 59_999))).toBe(REFUSALS_KEPT_A_MINUTE);
  expect(kept([...Array.from({ length: 250 }, () => 1), 60_000, 60_001])).toBe(REFUSALS_KEPT_A_MINUTE + 2);
  expect(kept([1, 2, 60_000])).toBe(3);
});

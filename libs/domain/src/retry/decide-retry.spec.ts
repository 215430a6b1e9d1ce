import fc from 'fast-check';
import { ERROR_CLASSES } from '../errors/error-class.js';
import { cutPause } from '../quota/pause.js';
import { decideRetry } from './decide-retry.js';
import { DEFAULT_RETRY_POLICY, type RetryPolicy } from './retry-policy.js';

const middle = () => 0.5;
const decide = (failure: Parameters<typeof decideRetry>[0], random = middle) =>
  decideRetry(failure, DEFAULT_RETRY_POLICY, random);

describe('what happens after a failure', () => {
  it('tries a transient failure again after 1 s, then 2 s, and stops after the third try', () => {
    expect(decide({ errorClass: 'transient', attempt: 1 })).toEqual({ kind: 'retry', waitMs: 1000 });
    expect(decide({ errorClass: 'transient', attempt: 2 })).toEqual({ kind: 'retry', waitMs: 2000 });
    expect(decide({ errorClass: 'transient', attempt: 3 })).toEqual({ kind: 'stop' });
  });

  it('tries a system failure again like a transient one', () => {
    expect(decide({ errorClass: 'system', attempt: 2 })).toEqual({ kind: 'retry', waitMs: 2000 });
  });

  it.each(['auth', 'config', 'data', 'business', 'conflict'] as const)(
    'never repeats a %s failure',
    (errorClass) => {
      expect(decide({ errorClass, attempt: 1, waitMs: 10 })).toEqual({ kind: 'stop' });
    },
  );

  it('waits out a rate limit as often as it is asked to', () => {
    expect(decide({ errorClass: 'rate_limit', attempt: 999, waitMs: 90_000 })).toEqual({
      kind: 'wait',
      waitMs: 90_000,
    });
  });

  it('grows from the fourth on where each wait was in vain, and is never shorter than it is asked to be', () => {
    const asked = (attempt: number, waitMs: number) => decide({ errorClass: 'rate_limit', attempt, waitMs });
    expect([1, 2, 3, 4, 5, 6].map((attempt) => asked(attempt, 1_000))).toEqual(
      [1_000, 1_000, 1_000, 1_000, 2_000, 4_000].map((waitMs) => ({ kind: 'wait', waitMs })),
    );
    expect([1, 2, 3].map((attempt) => asked(attempt, 5))).toEqual(Array(3).fill({ kind: 'wait', waitMs: 5 }));
    expect(asked(99, 1_000)).toEqual({ kind: 'wait', waitMs: 30_000 });
    expect(asked(99, 60_000)).toEqual({ kind: 'wait', waitMs: 60_000 });
  });

  it('backs off from a rate limit that names no time', () => {
    expect(decide({ errorClass: 'rate_limit', attempt: 2 })).toEqual({ kind: 'wait', waitMs: 2000 });
    expect(decide({ errorClass: 'rate_limit', attempt: 5000 })).toEqual({ kind: 'wait', waitMs: 30_000 });
  });

  it('takes the Retry-After of a transient failure as the least wait, even above the cap', () => {
    expect(decide({ errorClass: 'transient', attempt: 1, waitMs: 60_000 })).toEqual({
      kind: 'retry',
      waitMs: 60_000,
    });
    expect(decide({ errorClass: 'transient', attempt: 1, waitMs: 5 })).toEqual({
      kind: 'retry',
      waitMs: 1000,
    });
  });

  it('spreads waits by a fifth to either side', () => {
    expect(decide({ errorClass: 'transient', attempt: 1 }, () => 0)).toEqual({ kind: 'retry', waitMs: 800 });
    expect(decide({ errorClass: 'transient', attempt: 1 }, () => 1 - 1e-12)).toEqual({
      kind: 'retry',
      waitMs: 1200,
    });
  });
});

describe('for any policy and any failure', () => {
  const policy: fc.Arbitrary<RetryPolicy> = fc.record({
    maxAttempts: fc.integer({ min: 1, max: 10 }),
    initialMs: fc.integer({ min: 1, max: 10_000 }),
    multiplier: fc.double({ min: 1, max: 10, noNaN: true }),
    capMs: fc.integer({ min: 1, max: 600_000 }),
    jitter: fc.double({ min: 0, max: 1, noNaN: true }),
  });
  const failure = fc.record({
    errorClass: fc.constantFrom(...ERROR_CLASSES),
    attempt: fc.integer({ min: 1, max: 5000 }),
    waitMs: fc.option(fc.double({ min: 0 }), { nil: undefined }),
  });
  const chance = fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true });

  it('a wait is a whole number of milliseconds, at least what was asked for as far as that is believed and else never above the cap', () => {
    fc.assert(
      fc.property(failure, policy, chance, (failed, rules, drawn) => {
        const decision = decideRetry(failed, rules, () => drawn);
        if (decision.kind === 'stop') return;
        expect(Number.isSafeInteger(decision.waitMs)).toBe(true);
        const asked = cutPause(failed.waitMs ?? 0);
        expect(decision.waitMs).toBeGreaterThanOrEqual(asked);
        expect(decision.waitMs).toBeLessThanOrEqual(Math.max(rules.capMs, asked));
      }),
    );
  });

  it('retries end, whatever fails', () => {
    fc.assert(
      fc.property(failure, policy, chance, (failed, rules, drawn) => {
        const decision = decideRetry({ ...failed, attempt: rules.maxAttempts }, rules, () => drawn);
        expect(decision.kind).toBe(failed.errorClass === 'rate_limit' ? 'wait' : 'stop');
      }),
    );
  });
});

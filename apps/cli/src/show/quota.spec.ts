import type { QuotaUseView } from '@evenkeel/contracts-admin';
import { describeQuota } from './quota.js';

const open: QuotaUseView = {
  quota: null,
  rate: null,
  concurrency: null,
  closedForMs: 0,
  closedFor: null,
  learnt: null,
  lastHour: { calls: 0, troubled: 0, notModified: 0 },
  breaker: { state: 'closed', untilProbeMs: 0 },
};

it('says that nothing limits a connection without a quota', () => {
  expect(describeQuota(open)).toEqual([
    ['quota', "none: only the provider's own answers limit calls"],
    ['last hour', 'no calls'],
    ['calls', 'are made'],
  ]);
});

it('shows what is used of a quota, what is reserved and what the provider says', () => {
  const shown = describeQuota({
    ...open,
    quota: { rate: { calls: 100, perSeconds: 60 }, concurrency: 5, reservedShare: 0.3 },
    rate: { counted: { bulk: 60, reserved: 2 }, reserved: 30 },
    concurrency: { underWay: { bulk: 1, reserved: 0 }, reserved: 1 },
    lastHour: { calls: 120, troubled: 3, notModified: 40 },
    learnt: { limit: 5000, remaining: 12, resetAt: '2026-11-21T12:00:00.000Z' },
  });
  expect(shown).toEqual([
    ['rate', '62 of 100 calls in 60 s, 30 kept for real-time and manual work'],
    ['concurrency', '1 of 5 calls under way, 1 kept for real-time and manual work'],
    ['provider', 'says 12 of 5000 calls are left until 2026-11-21T12:00:00.000Z'],
    ['last hour', '120 calls, 3 answered with 429 or 5xx, 40 with "not modified"'],
    ['calls', 'are made'],
  ]);
});

it('says what keeps calls back', () => {
  const last = (use: Partial<QuotaUseView>) => describeQuota({ ...open, ...use }).at(-1)?.[1];
  expect(last({ closedForMs: 4_100 })).toBe('wait for 5 s: the provider asked for it');
  expect(last({ closedForMs: 7_200_000 })).toBe('wait for 2 h 00 m: the provider asked for it');
  const closedFor = {
    code: 'c',
    errorClass: 'rate_limit',
    message: 'api.example asked us not to call',
    remedy: '',
  } as const;
  expect(last({ closedForMs: 4_100, closedFor })).toBe('wait for 5 s: api.example asked us not to call');
  expect(last({ breaker: { state: 'open', untilProbeMs: 29_000 } })).toContain('a probe is made in 29 s');
  expect(last({ breaker: { state: 'half_open', untilProbeMs: 900 } })).toContain('a probe that is under way');
});

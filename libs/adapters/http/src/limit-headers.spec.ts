import fc from 'fast-check';
import { limitReportOf, quotaIsUsedUp } from './limit-headers.js';

const now = new Date('2026-11-21T12:00:00Z');
const told = (headers: Record<string, string>, providerTime: Date | null = null) =>
  limitReportOf({ status: 200, headers, providerTime }, now);

it.each([
  [
    'GitHub',
    { 'x-ratelimit-limit': '5000', 'x-ratelimit-remaining': '4999', 'x-ratelimit-reset': '1795262430' },
  ],
  [
    'the earlier drafts',
    { 'ratelimit-limit': '5000, 5000;w=60', 'ratelimit-remaining': '4999', 'ratelimit-reset': '30' },
  ],
  ['one header', { ratelimit: 'limit=5000, remaining=4999, reset=30' }],
  [
    'X',
    { 'x-rate-limit-limit': '5000', 'x-rate-limit-remaining': '4999', 'x-rate-limit-reset': '1795262430' },
  ],
  [
    'those who count milliseconds',
    { 'x-ratelimit-limit': '5000', 'x-ratelimit-remaining': '4999', 'x-ratelimit-reset': '1795262430000' },
  ],
  ['the later drafts', { ratelimit: '"default";r=4999;t=30', 'ratelimit-policy': '"default";q=5000;w=60' }],
])('understands the headers of %s', (_name, headers) => {
  expect(told(headers)).toEqual({ limit: 5000, remaining: 4999, resetInMs: 30_000 });
});

it("measures a date against the provider's clock", () => {
  const headers = {
    'x-ratelimit-limit': '60',
    'x-ratelimit-remaining': '0',
    'x-ratelimit-reset': '1795262430',
  };
  expect(told(headers, new Date('2026-11-21T12:00:20Z'))?.resetInMs).toBe(10_000);
});

it('believes nothing of more than an hour, of the past or of the nonsensical', () => {
  const limit = { 'x-ratelimit-limit': '60', 'x-ratelimit-remaining': '5' };
  expect(told({ ...limit, 'x-ratelimit-reset': '86400' })?.resetInMs).toBe(3_600_000);
  expect(told({ ...limit, 'x-ratelimit-reset': '0' })).toBeUndefined();
  expect(told({ ...limit, 'x-ratelimit-reset': 'soon' })).toBeUndefined();
  expect(told(limit)).toBeUndefined();
  expect(told({})).toBeUndefined();
});

it('of several limits takes the one that will stop us first, with the quota of its own policy', () => {
  const policy = { 'ratelimit-policy': '"burst";q=100;w=60, "day";q=1000;w=86400' };
  expect(told({ ratelimit: '"burst";r=50;t=30, "day";r=12;t=3000', ...policy })).toEqual({
    limit: 1000,
    remaining: 12,
    resetInMs: 3_000_000,
  });
  expect(told({ ratelimit: '"burst";r=0;t=5,"day";r=0;t=9', ...policy })?.resetInMs).toBe(9_000);
  expect(told({ ratelimit: '"a, b";r=3;t=5' })).toEqual({ limit: 3, remaining: 3, resetInMs: 5_000 });
});

it.each([
  [{ 'x-ratelimit-remaining': '0' }, true],
  [{ 'x-rate-limit-remaining': '0' }, true],
  [{ ratelimit: '"burst";r=0;t=5,"day";r=9;t=9' }, true],
  [{ ratelimit: '"burst";r=10;t=5' }, false],
  [{ 'x-ratelimit-remaining': '10' }, false],
  [{}, false],
])('knows of %j whether a limit is used up', (headers: Record<string, string>, isUsedUp) => {
  expect(quotaIsUsedUp({ status: 403, headers, providerTime: null })).toBe(isUsedUp);
});

it('is confused by no header, whatever stands in it', () => {
  const names = [
    'ratelimit',
    'ratelimit-policy',
    'x-ratelimit-limit',
    'x-ratelimit-remaining',
    'x-ratelimit-reset',
  ];
  const piece = fc.constantFrom(
    '"a"',
    ';r=',
    ';t=',
    ';q=',
    '0',
    '7',
    '1795262430',
    ',',
    ' ',
    'limit=',
    '\\',
    '-',
  );
  const text = fc.oneof(
    fc.string(),
    fc.array(piece).map((pieces) => pieces.join('')),
  );
  fc.assert(
    fc.property(fc.dictionary(fc.constantFrom(...names), text), (headers) => {
      const report = told(headers);
      if (report === undefined) return;
      expect(report.resetInMs).toBeGreaterThan(0);
      expect(report.resetInMs).toBeLessThanOrEqual(3_600_000);
      expect(report.remaining).toBeGreaterThanOrEqual(0);
    }),
  );
});

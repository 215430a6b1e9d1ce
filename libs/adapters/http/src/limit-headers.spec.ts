import { limitReportOf } from './limit-headers.js';

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
  expect(told({ ratelimit: '"a";r=1;t=5,"b";r=0;t=9' })).toBeUndefined();
  expect(told({})).toBeUndefined();
});

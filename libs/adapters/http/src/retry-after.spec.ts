import { retryAfterMs } from './retry-after.js';

const now = new Date('2026-11-21T12:00:00Z');
const wait = (headers: Record<string, string>, providerTime: Date | null = null) =>
  retryAfterMs({ status: 429, headers, providerTime }, now);

describe('how long the provider asks us to stay away', () => {
  it('reads seconds', () => {
    expect(wait({ 'retry-after': '120' })).toBe(120_000);
    expect(wait({ 'retry-after': ' 0.5 ' })).toBe(500);
  });

  it('reads a date against our clock, or better against its own', () => {
    const asked = { 'retry-after': 'Sat, 21 Nov 2026 12:01:00 GMT' };
    expect(wait(asked)).toBe(60_000);
    expect(wait(asked, new Date('2026-11-21T12:00:50Z'))).toBe(10_000);
    expect(wait(asked, new Date('2026-11-21T13:00:00Z'))).toBe(0);
  });

  it('reads the reset of a used-up quota where there is no Retry-After', () => {
    const reset = String(now.getTime() / 1000 + 30);
    expect(wait({ 'x-ratelimit-remaining': '0', 'x-ratelimit-reset': reset })).toBe(30_000);
    expect(wait({ 'x-ratelimit-remaining': '5', 'x-ratelimit-reset': reset })).toBeUndefined();
  });

  it('has no opinion about nonsense', () => {
    expect(wait({})).toBeUndefined();
    expect(wait({ 'retry-after': 'soon' })).toBeUndefined();
  });
});

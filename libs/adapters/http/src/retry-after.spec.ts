import { retryAfterOf } from './retry-after.js';

const now = new Date('2026-11-21T12:00:00Z');
const wait = (headers: Record<string, string>, providerTime: Date | null = null) =>
  retryAfterOf({ status: 429, headers, providerTime }, now)?.waitMs;

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

  it('reads it of every form in which limits are told, and of the last one that is used up', () => {
    expect(wait({ 'x-ratelimit-remaining': '0', 'x-ratelimit-reset': '45' })).toBe(45_000);
    expect(wait({ ratelimit: '"burst";r=0;t=5, "day";r=0;t=60, "month";r=4;t=900' })).toBe(60_000);
    expect(wait({ ratelimit: '"burst";r=2;t=5' })).toBeUndefined();
    expect(wait({ 'ratelimit-remaining': '0', 'ratelimit-reset': '12', 'retry-after': '3' })).toBe(3_000);
  });

  it('reads milliseconds where they are sent, before the whole seconds beside them', () => {
    expect(wait({ 'retry-after-ms': '1250', 'retry-after': '2' })).toBe(1_250);
    expect(wait({ 'x-ms-retry-after-ms': '40.2' })).toBe(41);
    expect(wait({ 'retry-after-ms': 'soon', 'retry-after': '2' })).toBe(2_000);
  });

  it('takes any number for a wait, however long', () => {
    expect(wait({ 'retry-after': '1000000000000' })).toBe(1e15);
    expect(wait({ 'retry-after': '9'.repeat(400) })).toBe(Number.MAX_SAFE_INTEGER);
    expect(wait({ 'retry-after-ms': '1e5' })).toBeUndefined();
  });

  it('has no opinion about nonsense', () => {
    expect(wait({})).toBeUndefined();
    expect(wait({ 'retry-after': 'soon' })).toBeUndefined();
  });
});

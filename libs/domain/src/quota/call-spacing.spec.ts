import { callSpacingMs } from './call-spacing.js';

const quota = (calls: number, perSeconds: number) => ({
  rate: { calls, perSeconds },
  concurrency: null,
  reservedShare: 0.3,
});
const nothing = { rate: null, learnt: null };
const reserved = (calls: number) => ({ rate: { counted: { bulk: 0, reserved: 0 }, reserved: calls } });
const learnt = (remaining: number, resetMs: number) => ({ learnt: { limit: 1000, remaining, resetMs } });
const bulk = { share: 'bulk', nowMs: 50_000 } as const;

describe('callSpacingMs', () => {
  it('is nothing where nothing limits the calls', () => {
    expect(callSpacingMs(null, nothing, bulk)).toBe(0);
    expect(callSpacingMs({ ...quota(1, 1), rate: null }, nothing, bulk)).toBe(0);
  });

  it('spreads the declared calls over their time, without those that are kept for others', () => {
    const use = { ...nothing, ...reserved(30) };
    expect(callSpacingMs(quota(100, 60), use, { ...bulk, share: 'reserved' })).toBe(600);
    expect(callSpacingMs(quota(130, 60), use, bulk)).toBe(600);
    expect(callSpacingMs(quota(1, 60), { ...nothing, ...reserved(1) }, bulk)).toBe(60_000);
  });

  it('spreads what is left until the limit of the provider starts afresh', () => {
    expect(callSpacingMs(null, { ...nothing, ...learnt(20, 60_000) }, bulk)).toBe(500);
    expect(callSpacingMs(null, { ...nothing, ...learnt(0, 60_000) }, bulk)).toBe(10_000);
    expect(callSpacingMs(null, { ...nothing, ...learnt(20, 40_000) }, bulk)).toBe(0);
  });

  it('is the longer of the two', () => {
    const use = { ...reserved(0), ...learnt(10, 60_000) };
    expect(callSpacingMs(quota(10, 60), use, bulk)).toBe(6_000);
    expect(callSpacingMs(quota(600, 60), use, bulk)).toBe(1_000);
  });
});

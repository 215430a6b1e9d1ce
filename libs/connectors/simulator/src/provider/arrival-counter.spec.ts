import { ArrivalCounter } from './arrival-counter.js';

describe('watching over calls', () => {
  it('bans whoever calls once too often in any stretch, and for good', () => {
    const watch = new ArrivalCounter();
    watch.watch({ calls: 2, perMs: 1_000 });
    expect([0, 500, 1_001, 1_501].map((ms) => watch.isBanned(ms))).toEqual([false, false, false, false]);
    expect(watch.use).toEqual({ most: 2, banned: false });
    expect([1_800, 60_000].map((ms) => watch.isBanned(ms))).toEqual([true, true]);
    expect(watch.use).toEqual({ most: 3, banned: true });
  });

  it('counts anew under another limit, and not at all without one', () => {
    const watch = new ArrivalCounter();
    expect([watch.isBanned(0), watch.use]).toEqual([false, null]);
    watch.watch({ calls: 1, perMs: 10 });
    expect([watch.isBanned(0), watch.isBanned(1)]).toEqual([false, true]);
    watch.watch({ calls: 1, perMs: 10 });
    expect(watch.isBanned(2)).toBe(false);
  });
});

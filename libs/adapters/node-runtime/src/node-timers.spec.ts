import { setTimeout as delay } from 'node:timers/promises';
import { NodeTimers } from './node-timers.js';

describe('NodeTimers', () => {
  const timers = new NodeTimers();

  it('sleeps at least as long as asked', async () => {
    const begin = performance.now();
    await timers.sleep(20);
    expect(performance.now() - begin).toBeGreaterThanOrEqual(19);
  });

  it('rejects a sleep with the reason of whoever aborted it', async () => {
    const reason = new Error('cancelled by a person');
    const controller = new AbortController();
    const sleeping = timers.sleep(10_000, controller.signal);
    controller.abort(reason);
    await expect(sleeping).rejects.toBe(reason);
    await expect(timers.sleep(1, controller.signal)).rejects.toBe(reason);
  });

  it('lets what is due have its turn', async () => {
    let fired = false;
    setTimeout(() => (fired = true), 1);
    const begin = performance.now();
    while (performance.now() - begin < 5);
    await timers.yield();
    await timers.yield();
    expect(fired).toBe(true);
  });

  it('never lets two rounds overlap', async () => {
    let running = 0;
    let most = 0;
    let rounds = 0;
    const repeating = timers.every(1, async () => {
      running += 1;
      most = Math.max(most, running);
      await delay(5);
      rounds += 1;
      running -= 1;
    });
    await delay(40);
    await repeating.stop();
    expect(most).toBe(1);
    expect(rounds).toBeGreaterThan(1);
  });

  it('waits on stop for the round under way and begins no further one', async () => {
    let begun = 0;
    let ended = 0;
    const repeating = timers.every(1, async () => {
      begun += 1;
      await delay(20);
      ended += 1;
    });
    await delay(10);
    await repeating.stop();
    expect([begun, ended]).toEqual([1, 1]);
    await delay(10);
    expect(begun).toBe(1);
  });
});

import { SyncError } from '@evenkeel/domain';
import { Together } from './together.js';

describe('what is done together', () => {
  it('is answered to each caller, in few goes, each item once', async () => {
    const goes: (readonly number[])[] = [];
    const together = new Together<number, string>(async (items) => {
      goes.push(items);
      await new Promise((resolve) => setImmediate(resolve));
      return items.map(String);
    });
    const asked = Array.from({ length: 450 }, (_, nth) => nth);
    expect(await Promise.all(asked.map((item) => together.ask(item)))).toEqual(asked.map(String));
    expect(goes.flat()).toEqual(asked);
    // Two that found nothing under way, and the rest by two hundred.
    expect(goes.map(({ length }) => length)).toEqual([1, 1, 200, 200, 48]);
  });

  it('fails for the one alone that fails', async () => {
    const together = new Together<number, number>(async (items) => {
      await new Promise((resolve) => setImmediate(resolve));
      if (items.includes(5)) throw new Error('five');
      return items;
    });
    const ended = await Promise.allSettled([1, 2, 3, 4, 5, 6].map((item) => together.ask(item)));
    expect(ended.map(({ status }) => status === 'fulfilled')).toEqual([true, true, true, true, false, true]);
  });

  it('fails for all while the store is away, without asking it again for each', async () => {
    let goes = 0;
    const together = new Together<number, number>(async () => {
      goes += 1;
      await new Promise((resolve) => setImmediate(resolve));
      throw new SyncError('system.database', 'away');
    });
    const ended = await Promise.allSettled([1, 2, 3, 4, 5].map((item) => together.ask(item)));
    expect(ended.every(({ status }) => status === 'rejected')).toBe(true);
    expect(goes).toBe(3);
  });
});

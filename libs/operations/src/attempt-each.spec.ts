import { attemptEach } from './attempt-each.js';

describe('attempting each', () => {
  it('gives all of them their turn, in their order, one after the other', async () => {
    const events: string[] = [];
    await attemptEach([1, 2], async (item) => {
      events.push(`begin ${item}`);
      await Promise.resolve();
      events.push(`end ${item}`);
    });
    expect(events).toEqual(['begin 1', 'end 1', 'begin 2', 'end 2']);
  });

  it('tells of those that failed once the others had their turn', async () => {
    const done: number[] = [];
    const failing = attemptEach([1, 2, 3], async (item) => {
      if (item !== 2) throw new Error(`no ${item}`);
      done.push(item);
    });
    await expect(failing).rejects.toMatchObject({
      message: 'no 1',
      errors: [new Error('no 1'), new Error('no 3')],
    });
    expect(done).toEqual([2]);
  });
});

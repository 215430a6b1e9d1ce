import * as fc from 'fast-check';
import { PartitionProgress, type TakenRecord } from './partition-progress.js';

describe('partition progress', () => {
  it('commits up to the first record that is not settled, whatever the order of settling', () => {
    const progress = new PartitionProgress(10);
    const [a, b, c] = [10, 11, 14].map((offset) => progress.take(offset)) as TakenRecord[];
    progress.markHandled(b!);
    expect(progress.handledTo).toBe(10);
    expect(progress.hasNews).toBe(false);
    progress.markHandled(a!);
    expect(progress.handledTo).toBe(14);
    progress.markHandled(c!);
    expect(progress.handledTo).toBe(15);
    progress.committedTo(15);
    expect(progress.hasNews).toBe(false);
  });

  it('does not take a record again that is fetched again', () => {
    const progress = new PartitionProgress(0);
    expect(progress.take(0)).toBeDefined();
    expect(progress.take(1)).toBeDefined();
    expect(progress.take(1)).toBeUndefined();
  });

  it('knows a topic that was made anew by records before those it committed', () => {
    const progress = new PartitionProgress(5);
    progress.markHandled(progress.take(5) as TakenRecord);
    progress.committedTo(6);
    expect(progress.isOfANewTopic(6)).toBe(false);
    expect(progress.isOfANewTopic(0)).toBe(true);
  });

  it('never commits past an unsettled record', () => {
    const settled = fc.uniqueArray(fc.nat(29), { maxLength: 30 });
    fc.assert(
      fc.property(settled, (order) => {
        const progress = new PartitionProgress(0);
        const records = Array.from({ length: 30 }, (_, offset) => progress.take(offset) as TakenRecord);
        for (const i of order) progress.markHandled(records[i]!);
        const firstOpen = records.find((record) => !record.isHandled)?.offset ?? 30;
        expect(progress.handledTo).toBe(firstOpen);
      }),
    );
  });
});

import { KeyQueues } from './key-queues.js';

function filled(limits: { parallel: number; batch: number }, ...items: string[]): KeyQueues<string> {
  const lanes = new KeyQueues<string>(limits);
  for (const item of items) lanes.add(item.charAt(0), item);
  return lanes;
}

describe('key lanes', () => {
  it('give the items of a key in order, a batch at a time, and let keys take turns', () => {
    const lanes = filled({ parallel: 1, batch: 2 }, 'a1', 'a2', 'a3', 'b1');
    const taken: string[] = [];
    for (let turn = lanes.take(); turn !== undefined; turn = lanes.take()) {
      taken.push(turn.items.join(' '));
      lanes.done(turn.key);
    }
    expect(taken).toEqual(['a1 a2', 'b1', 'a3']);
    expect(lanes.waiting).toBe(0);
  });

  it('never give a key that is under way, nor more keys than allowed', () => {
    const lanes = filled({ parallel: 2, batch: 1 }, 'a1', 'a2', 'b1', 'c1');
    expect(lanes.take()?.items).toEqual(['a1']);
    expect(lanes.take()?.items).toEqual(['b1']);
    expect(lanes.take()).toBeUndefined();
    lanes.done('b');
    expect(lanes.take()?.items).toEqual(['c1']);
    lanes.done('c');
    expect(lanes.take()).toBeUndefined();
    lanes.done('a');
    expect(lanes.take()?.items).toEqual(['a2']);
  });

  it('forget what waits and still take back what is under way', () => {
    const lanes = filled({ parallel: 2, batch: 1 }, 'a1', 'a2', 'b1');
    lanes.take();
    lanes.clear();
    lanes.done('a');
    expect(lanes.waiting).toBe(0);
    expect(lanes.take()).toBeUndefined();
    lanes.add('a', 'a3');
    expect(lanes.take()?.items).toEqual(['a3']);
    lanes.add('b', 'b2');
    expect(lanes.take()?.items).toEqual(['b2']);
  });
});

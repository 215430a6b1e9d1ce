import { SeededRandom } from '../world/seeded-random.js';
import { ReplayDiverged, ReplayingScheduler, SeededScheduler, type ActionKind } from './scheduler.js';

const kind = (weight: number, ...names: string[]): ActionKind => ({
  weight,
  actions: () => names.map((name) => ({ name, happen: () => undefined })),
});

describe('choosing what happens next', () => {
  it('makes the same choices for the same seed', () => {
    const choices = () => {
      const scheduler = new SeededScheduler(new SeededRandom(7));
      return Array.from({ length: 50 }, () => scheduler.choose([kind(3, 'a', 'b'), kind(1, 'c')])?.name);
    };
    expect(choices()).toEqual(choices());
    expect(new Set(choices())).toEqual(new Set(['a', 'b', 'c']));
  });

  it('passes over kinds without weight or actions', () => {
    const scheduler = new SeededScheduler(new SeededRandom(1));
    expect(scheduler.choose([kind(0, 'a'), kind(5), kind(0.1, 'b')])?.name).toBe('b');
    expect(scheduler.choose([kind(1)])).toBeUndefined();
  });

  it('plays a recorded schedule as it is, and says where it cannot', () => {
    const scheduler = new ReplayingScheduler(['b', 'a', 'c']);
    const kinds = [kind(1, 'a'), kind(1, 'b')];
    expect([scheduler.choose(kinds)?.name, scheduler.choose(kinds)?.name]).toEqual(['b', 'a']);
    expect(() => scheduler.choose(kinds)).toThrow(ReplayDiverged);
  });
});

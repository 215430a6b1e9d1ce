import { NOTHING_YET, type SeenPlan } from '../invariants/snapshot.js';
import { SeededRandom } from '../world/seeded-random.js';
import type { World } from '../world/world.js';
import { Wishes } from './wishes.js';

const now = new Date('2026-03-01T12:00:00.000Z');
const plan: SeenPlan = {
  id: 'p1',
  job: 'things',
  state: 'awaiting_approval',
  expiresAt: '2026-03-01T12:00:00.001Z',
};

/** What people do in the end about these plans. */
function lettingGoOn(plans: readonly SeenPlan[]): readonly string[] {
  const world = { time: { now: () => now } } as World;
  const wishes = new Wishes(world, new SeededRandom(1), () => ({ ...NOTHING_YET, plans }));
  return wishes.letGoOn().map(({ name }) => name);
}

describe('what people want in the end', () => {
  it('is that a plan that waits for them is approved', () => {
    expect(lettingGoOn([plan])).toEqual(['a plan of things is approved']);
    expect(lettingGoOn([{ ...plan, state: 'approved' }])).toEqual([]);
  });

  it('is nothing of a plan that has expired, which the engine refuses for ever', () => {
    expect(lettingGoOn([{ ...plan, expiresAt: now.toISOString() }])).toEqual([]);
  });
});

import { NOTHING_YET, type SeenPlan } from '../checks/snapshot.js';
import { SeededRandom } from '../world/seeded-random.js';
import type { World } from '../world/world.js';
import { UserRequests } from './user-requests.js';

const now = new Date('2026-03-01T12:00:00.000Z');
const plan: SeenPlan = {
  id: 'p1',
  job: 'things',
  state: 'awaiting_approval',
  expiresAt: '2026-03-01T12:00:00.001Z',
};

/** What people do in the end about these plans. */
function unblocking(plans: readonly SeenPlan[]): readonly string[] {
  const world = { time: { now: () => now }, sender: { unanswered: [] as readonly unknown[] } } as World;
  const requests = new UserRequests(world, new SeededRandom(1), () => ({ ...NOTHING_YET, plans }));
  return requests.unblock().map(({ name }) => name);
}

describe('what people want in the end', () => {
  it('is that a plan that waits for them is approved', () => {
    expect(unblocking([plan])).toEqual(['a plan of things is approved']);
    expect(unblocking([{ ...plan, state: 'approved' }])).toEqual([]);
  });

  it('is nothing of a plan that has expired, which the engine refuses for ever', () => {
    expect(unblocking([{ ...plan, expiresAt: now.toISOString() }])).toEqual([]);
  });
});

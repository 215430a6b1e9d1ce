import type { Action } from '../scheduler/scheduler.js';
import { pairOf } from '../checks/parted.js';
import type { Snapshot } from '../checks/snapshot.js';
import type { SeededRandom } from '../world/seeded-random.js';
import type { People } from '../workload/people.js';
import { ask } from '../workload/run-requests.js';

/** What people say of two records that may be one. What they have parted they do not join again. */
export function matchDecisions(seen: Snapshot, people: People, random: SeededRandom): readonly Action[] {
  if (seen.reviews.length === 0) return [];
  return [
    ask('of two that may be one is said what they are', () => {
      const review = random.pick(seen.reviews);
      const isOne = random.chance(0.5) && !isApart(seen, review.one, review.other);
      return isOne ? people.merge(review.id) : people.keepApart(review.id);
    }),
  ];
}

function isApart({ apart, references }: Snapshot, one: string, other: string): boolean {
  const recordOf = new Map(references.map(({ id, record }) => [id, record ?? '']));
  return apart.some(
    (each) => pairOf(recordOf.get(each.one) ?? '', recordOf.get(each.other) ?? '') === pairOf(one, other),
  );
}

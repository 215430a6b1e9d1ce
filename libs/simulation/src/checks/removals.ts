import { hasEnded } from '@evenkeel/domain';
import type { Invariant } from './invariant.js';
import { firstOf } from './pages.js';

/** What holds for jobs that were removed. */
export const REMOVAL_INVARIANTS: readonly Invariant[] = [
  {
    says: 'A job whose removal is done has no run that goes on, no request that waits, and no references if they were to be dropped.',
    isTested: ({ now }) => now.removals.some(({ settled }) => settled),
    find: ({ before, now }) => {
      const were = new Map(before.removals.map((removal) => [removal.job, removal]));
      return firstOf(now.removals, ({ job, stream, settled }) => {
        if (!settled) return undefined;
        const going = now.executions.find(
          (execution) => execution.job === job && !hasEnded(execution.status),
        );
        if (going !== undefined) return `execution ${going.id} of ${job} is ${going.status}`;
        if (now.triggers.some((trigger) => trigger.job === job && trigger.state === 'accepted'))
          return `a request for ${job} was not answered`;
        const isLeft = now.references.some((reference) => reference.stream === stream);
        return were.get(job)?.detaching && isLeft
          ? `${job} has references that were to be dropped`
          : undefined;
      });
    },
  },
];
